package io.spanhouse.deploy;

import io.spanhouse.deploy.command.BackupCommand;
import io.spanhouse.deploy.command.BenchCommand;
import io.spanhouse.deploy.command.ConfigCommand;
import io.spanhouse.deploy.command.DumpCommand;
import io.spanhouse.deploy.command.KeysCommand;
import io.spanhouse.deploy.command.LoadCommand;
import io.spanhouse.deploy.command.RepairCommand;
import io.spanhouse.deploy.command.RestoreCommand;
import io.spanhouse.deploy.command.ScrubCommand;
import io.spanhouse.deploy.command.ServeCommand;
import io.spanhouse.deploy.command.VerifyCommand;
import io.spanhouse.deploy.config.ConfigurationException;
import io.spanhouse.deploy.telemetry.Logging;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** The program's entry: picks the command that the arguments name and turns its outcome into an exit code. */
public final class Main {
    /** The program's version, from the file it was packaged into. */
    public static final String VERSION = version();

    private Main() {}

    /** Runs the command that {@code arguments} name; the JVM's exit code is 0 only if it did what was asked. */
    public static void main(String[] arguments) {
        int exitCode = run(List.of(arguments), System.getenv(), System.out, System.err);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Runs a command: 0 done, 1 failed, 2 not understood. */
    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        Logging.quiet();
        CommandLine line = commands(environment);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        if (arguments.isEmpty()) {
            line.usage(err);
            return CommandLine.ExitCode.USAGE;
        }
        return line.execute(arguments.toArray(new String[0]));
    }

    /** All commands, as they take their arguments. */
    public static CommandLine commands(Map<String, String> environment) {
        CommandLine.Model.CommandSpec specification = CommandLine.Model.CommandSpec.create()
                .name("spanhouse")
                .version("spanhouse " + VERSION)
                .mixinStandardHelpOptions(true);
        specification.usageMessage().description("A trace store: OpenTelemetry in, exact search out.");
        CommandLine line = new CommandLine(specification);
        line.addSubcommand("serve", ServeCommand.line(environment, Server::runToTheEnd));
        line.addSubcommand("config", ConfigCommand.line(environment));
        line.addSubcommand("keys", KeysCommand.line());
        line.addSubcommand("load", LoadCommand.line());
        line.addSubcommand("verify", VerifyCommand.line());
        line.addSubcommand("dump", DumpCommand.line());
        line.addSubcommand("scrub", ScrubCommand.line());
        line.addSubcommand("repair", RepairCommand.line());
        line.addSubcommand("backup", BackupCommand.line());
        line.addSubcommand("restore", RestoreCommand.line());
        line.addSubcommand("bench", BenchCommand.line());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::notUnderstood);
        line.setExecutionExceptionHandler((exception, command, result) -> {
            if (exception instanceof ConfigurationException) {
                command.getErr().println(exception.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            if (exception instanceof StoreException || exception instanceof IOException) {
                // What the program met outside itself: the message says it, a stack trace would only hide it.
                command.getErr().println(exception.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw exception;
        });
        return line;
    }

    /** Says what is wrong and where help is; all flags of serve would push that off the screen. */
    private static int notUnderstood(CommandLine.ParameterException exception, String[] arguments) {
        CommandLine line = exception.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(exception.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("'" + line.getCommandSpec().qualifiedName() + " --help' lists what there is");
        return CommandLine.ExitCode.USAGE;
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }
}
