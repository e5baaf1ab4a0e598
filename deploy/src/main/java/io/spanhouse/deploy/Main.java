package io.spanhouse.deploy;

import java.io.PrintStream;
import java.util.List;

/** The program's entry: picks the command that the first argument names and turns its outcome into an exit code. */
public final class Main {
    private Main() {}

    /** Runs the command that {@code arguments} name; the JVM's exit code is 0 only if it did what was asked. */
    public static void main(String[] arguments) {
        int exitCode = run(List.of(arguments), System.out, System.err);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.equals(List.of("--version"))) {
            String version = Main.class.getPackage().getImplementationVersion();
            out.println("spanhouse " + (version == null ? "(unpackaged)" : version));
            return 0;
        }
        err.println("expected --version, found " + arguments);
        return 2;
    }
}
