package io.spanhouse.deploy.command;

import io.spanhouse.storage.StoreBackup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backup}: copies a store, also of a running server, and verifies the copy. */
@Command(
        name = "backup",
        description = {
            "Copies a store, also that of a running server, and verifies the copy.",
            "All that was acknowledged before it began is in it. Ends with 1 if anything in it is damaged."
        },
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1L << 20;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            defaultValue = "data",
            description = "The data directory. Default: data.")
    private Path data = Path.of("data");

    @Option(names = "--to", required = true, paramLabel = "DIRECTORY", description = "A new directory for the copy.")
    private Path target = Path.of("backup");

    @Option(
            names = "--rate",
            paramLabel = "MIB",
            defaultValue = "0",
            description = "Most mebibytes to copy a second; 0 for no limit. Default: 0.")
    private long rate;

    /** The command. */
    public static CommandLine line() {
        return new CommandLine(new BackupCommand());
    }

    @Override
    public Integer call() {
        PrintWriter out = specification.commandLine().getOut();
        int damages = new StoreBackup(out, rate * MEBIBYTE).backUp(data, target);
        out.flush();
        return damages == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
