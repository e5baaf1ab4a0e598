package io.spanhouse.deploy.command;

import io.spanhouse.deploy.measure.MeasuredMachine;
import io.spanhouse.deploy.measure.Measurement;
import io.spanhouse.deploy.verify.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code measure}: starts a server and prints what it costs and how fast it is, beside the budgets. */
@Command(
        name = "measure",
        description = {
            "Starts a server on a new directory, loads it, asks it, stops it and starts it, and prints all figures beside"
                    + " their budgets. deploy/measure gives it the server as deploy/run starts it."
        },
        mixinStandardHelpOptions = true)
public final class MeasureCommand implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Option(names = "--directory", required = true, description = "New directory for the server's data and logs.")
    private Path directory = Path.of("measure");

    @Option(
            names = "--spans",
            defaultValue = "1000000",
            description = "Spans of each of the two loads, plain text and gzip. Default: 1000000.")
    private long spans = 1_000_000;

    @Option(names = "--warm-up", defaultValue = "300000", description = "Spans before them. Default: 300000.")
    private long warmUp = 300_000;

    @Option(names = "--in-flight", defaultValue = "16", description = "Most requests without an answer. Default: 16.")
    private int inFlight = 16;

    @Option(
            names = "--generation-age",
            defaultValue = "30",
            description = "Seconds after which spans in memory are written as a block, so that nobody waits for the"
                    + " server's own ten minutes. Default: 30.")
    private long generationAgeSeconds = 30;

    @Option(names = "--seed", description = "Of the spans. Default: a new one, which is printed.")
    private @Nullable Long seed;

    @Parameters(
            paramLabel = "WORD",
            arity = "0..*",
            description = "Words that run the serve command, after --. Default: this very program.")
    private List<String> program = List.of();

    /** The command. */
    public static CommandLine line() {
        return new CommandLine(new MeasureCommand());
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        PrintWriter out = specification.commandLine().getOut();
        Long given = seed;
        long drawn = given == null ? ThreadLocalRandom.current().nextLong() : given;
        List<String> words = program.isEmpty() ? ServerProcess.thisProgram() : program;
        List<String> lines = Measurement.run(
                new Measurement.Options(
                        directory, words, spans, warmUp, inFlight, Duration.ofSeconds(generationAgeSeconds), drawn),
                out);
        out.println();
        out.println("Machine: " + MeasuredMachine.line());
        out.println("Server: " + String.join(" ", words));
        out.println("Spans: " + spans + " plain text, " + spans + " gzip, " + warmUp + " before them, seed " + drawn);
        out.println();
        lines.forEach(out::println);
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
