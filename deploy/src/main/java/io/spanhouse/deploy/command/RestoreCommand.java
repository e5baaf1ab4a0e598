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

/** {@code restore}: puts a backup back into a new data directory and verifies it. */
@Command(
        name = "restore",
        description = {
            "Puts a backup back into a new data directory: verifies every file, copies it, and reads everything once more.",
            "Ends with 1 if anything is damaged."
        },
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Option(names = "--from", required = true, paramLabel = "DIRECTORY", description = "What backup made.")
    private Path backup = Path.of("backup");

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            defaultValue = "data",
            description = "The new data directory. Default: data.")
    private Path data = Path.of("data");

    /** The command. */
    public static CommandLine line() {
        return new CommandLine(new RestoreCommand());
    }

    @Override
    public Integer call() {
        PrintWriter out = specification.commandLine().getOut();
        int damages = new StoreBackup(out, 0).restore(backup, data);
        out.flush();
        return damages == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
