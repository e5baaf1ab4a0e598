package io.spanhouse.deploy.command;

import io.spanhouse.storage.StoreRepair;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code repair}: saves what can be saved of a damaged store. */
@Command(
        name = "repair",
        description = {
            "Saves what can be saved of a damaged store and says what cannot. The server must be stopped.",
            "Deletes nothing: what is damaged is set aside in 'quarantine' directories. Ends with 1 if damage is left."
        },
        mixinStandardHelpOptions = true)
public final class RepairCommand implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            defaultValue = "data",
            description = "The data directory. Default: data.")
    private Path data = Path.of("data");

    /** The command. */
    public static CommandLine line() {
        return new CommandLine(new RepairCommand());
    }

    @Override
    public Integer call() {
        PrintWriter out = specification.commandLine().getOut();
        int left = new StoreRepair(out).repair(data);
        out.flush();
        return left == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
