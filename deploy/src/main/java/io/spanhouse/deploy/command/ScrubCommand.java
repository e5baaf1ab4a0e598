package io.spanhouse.deploy.command;

import io.spanhouse.storage.StoreScrub;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scrub}: reads everything that has a checksum and names what is damaged. Changes nothing. */
@Command(
        name = "scrub",
        description = {
            "Reads every byte of a store from disk and names what is not what was written.",
            "Changes nothing and takes no lock: works beside a running server and on a backup.",
            "Ends with 1 if anything is damaged."
        },
        mixinStandardHelpOptions = true)
public final class ScrubCommand implements Callable<Integer> {
    private static final long MEBIBYTE = 1L << 20;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Option(
            names = "--data",
            paramLabel = "DIRECTORY",
            defaultValue = "data",
            description = "The data directory. Default: data.")
    private Path data = Path.of("data");

    @Option(
            names = "--rate",
            paramLabel = "MIB",
            defaultValue = "64",
            description = "Most mebibytes to read a second; 0 for no limit. Default: 64.")
    private long rate = 64;

    /** The command. */
    public static CommandLine line() {
        return new CommandLine(new ScrubCommand());
    }

    @Override
    public Integer call() {
        PrintWriter out = specification.commandLine().getOut();
        int damages = new StoreScrub(out, rate * MEBIBYTE).scrub(data);
        out.flush();
        return damages == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
