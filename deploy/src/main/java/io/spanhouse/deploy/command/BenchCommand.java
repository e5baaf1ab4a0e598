package io.spanhouse.deploy.command;

import io.spanhouse.deploy.bench.Bench;
import io.spanhouse.deploy.bench.BenchReport;
import io.spanhouse.deploy.verify.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: starts a server and prints what it costs, how fast it is and whether it is right, beside the budgets. */
@Command(
        name = "bench",
        description = {
            "Starts a server on a new directory, loads it, asks it, stops it and starts it, checks every answer, and prints"
                    + " all figures beside their budgets. deploy/bench gives it the server as deploy/run starts it."
        },
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Option(
            names = "--directory",
            required = true,
            description =
                    "New directory for the server's data and logs, or that of an earlier run, whose data are asked"
                            + " again and not loaded.")
    private Path directory = Path.of("bench");

    @Option(names = "--spans", defaultValue = "2000000", description = "Spans of the data set. Default: 2000000.")
    private long spans = 2_000_000;

    @Option(names = "--questions", defaultValue = "200", description = "Questions of each class. Default: 200.")
    private int questions = 200;

    @Option(
            names = "--only",
            split = ",",
            description = "Classes of questions to ask, such as get-hit,newest-service. Default: all.")
    private Set<String> only = Set.of();

    @Option(
            names = "--stages",
            split = ",",
            description = "What to do beside loading: ${COMPLETION-CANDIDATES}. Default: all but dialects.")
    private Set<Bench.Stage> stages = EnumSet.complementOf(EnumSet.of(Bench.Stage.DIALECTS));

    @Option(
            names = "--ingest-seconds",
            defaultValue = "30",
            description = "Time in which spans are sent while questions are asked. Default: 30.")
    private long ingestSeconds = 30;

    @Option(names = "--in-flight", defaultValue = "16", description = "Most requests without an answer. Default: 16.")
    private int inFlight = 16;

    @Option(
            names = "--generation-age",
            defaultValue = "10",
            description = "Seconds after which spans in memory are written as a block, so that nobody waits for the"
                    + " server's own ten minutes. Default: 10.")
    private long generationAgeSeconds = 10;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Of spans and questions: the same seed gives the same ones. Default: 1.")
    private long seed = 1;

    @Option(names = "--json", description = "File to write the figures to, for --against.")
    private @Nullable Path json;

    @Option(names = "--against", description = "File that an earlier run wrote; its figures stand beside the new ones.")
    private @Nullable Path against;

    @Parameters(
            paramLabel = "WORD",
            arity = "0..*",
            description = "Words that run the serve command, after --. Default: this very program.")
    private List<String> program = List.of();

    /** The command. */
    public static CommandLine line() {
        return new CommandLine(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        PrintWriter out = specification.commandLine().getOut();
        BenchReport before = against == null ? null : BenchReport.read(against);
        BenchReport report = run(out);
        if (json != null) {
            report.write(json);
        }
        out.println();
        report.markdown(before).forEach(out::println);
        out.flush();
        return report.allRight() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private BenchReport run(PrintWriter out) throws IOException, InterruptedException, ExecutionException {
        if (spans < 1 || questions < 1 || ingestSeconds < 1) {
            throw new CommandLine.ParameterException(
                    specification.commandLine(), "--spans, --questions and --ingest-seconds are at least 1");
        }
        Bench.Options options = new Bench.Options(
                directory,
                program.isEmpty() ? ServerProcess.thisProgram() : program,
                spans,
                questions,
                Duration.ofSeconds(ingestSeconds),
                inFlight,
                Duration.ofSeconds(generationAgeSeconds),
                stages,
                only,
                seed);
        try {
            return Bench.run(options, out);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(specification.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
