package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.verify.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Runs the whole benchmark: an empty start, loads, questions to a server that is warm, to one that just started, to one that
 * takes spans meanwhile, starts with data and after a kill. Nothing else may run on the machine.
 */
public final class Bench {
    private static final Duration STOP_MAX = Duration.ofSeconds(30);

    private final BenchRun run;
    private final Options options;

    /** A part of the benchmark that can be left out. */
    public enum Stage {
        /** Questions to a server that has nothing else to do. */
        WARM,
        /** The same questions in our own API and in each dialect. */
        DIALECTS,
        /** An orderly end, what the parts of a span take on disk, a start with the data, the first questions after it. */
        COLD,
        /** Questions while spans come in, at half the rate that the server can take. */
        INGEST,
        /** Eight clients that search while spans come in as fast as they are taken. */
        SEARCHERS,
        /** How soon what was acknowledged is found. */
        FRESH,
        /** A start after a kill under full load. */
        KILL
    }

    /**
     * What to measure.
     *
     * @param directory of the server's data and logs; new, or that of an earlier run whose data are asked again
     * @param program the words that run the serve command, without its flags
     * @param spans of the data set
     * @param questions of each class
     * @param ingestTime that spans are sent for while questions are asked
     * @param inFlight most requests without an answer
     * @param generationAge what is in memory alone is not on disk yet; it gets there after so long
     * @param stages what to do beside loading
     * @param only keys of the classes of questions; empty for all of them
     * @param seed of everything
     */
    public record Options(
            Path directory,
            List<String> program,
            long spans,
            int questions,
            Duration ingestTime,
            int inFlight,
            Duration generationAge,
            Set<Stage> stages,
            Set<String> only,
            long seed) {
        /** What the server is told beside ports and data. */
        List<String> flags() {
            return List.of("--store.generation-age=" + generationAge.toSeconds() + "s");
        }
    }

    private Bench(Options options, BenchRun run) {
        this.options = options;
        this.run = run;
    }

    /**
     * Measures; what happens is printed as it does.
     *
     * @throws IOException if the server does not start, does not answer or does not take spans
     * @throws IllegalArgumentException if there is no such class of questions
     */
    public static BenchReport run(Options options, PrintWriter out)
            throws IOException, InterruptedException, ExecutionException {
        Path identity = BenchRun.identityFile(options.directory());
        boolean loaded = Files.exists(identity);
        try (ServerProcess server = new ServerProcess(
                options.directory(),
                options.program(),
                options.flags(),
                ServerProcess.START_MAX,
                new Random(options.seed()))) {
            BenchRun run =
                    loaded ? BenchRun.resume(options, server, out) : BenchRun.begin(options, server, out, nowNanos());
            new Bench(options, run).all(loaded);
            // In order, so that a profile that the server's flags ask for is written.
            server.stop(STOP_MAX);
            return run.report();
        }
    }

    private void all(boolean loaded) throws IOException, InterruptedException, ExecutionException {
        List<QuestionClass> classes = classes();
        run.about(classes);
        BenchQueries queries = new BenchQueries(run, classes);
        BenchStarts starts = new BenchStarts(run);
        if (loaded) {
            run.server().start();
        } else {
            starts.empty();
            new BenchLoads(run).load();
        }
        if (options.stages().contains(Stage.WARM)) {
            queries.warm();
        }
        if (options.stages().contains(Stage.DIALECTS)) {
            new BenchDialects(run).measure();
        }
        if (options.stages().contains(Stage.COLD)) {
            starts.again();
            queries.cold();
        }
        if (options.stages().contains(Stage.INGEST)) {
            queries.duringIngest();
        }
        if (options.stages().contains(Stage.SEARCHERS)) {
            new BenchSearchers(run, classes).search();
        }
        if (options.stages().contains(Stage.FRESH)) {
            new BenchLoads(run).fresh();
        }
        if (options.stages().contains(Stage.KILL)) {
            starts.afterKill();
        }
    }

    private List<QuestionClass> classes() {
        List<QuestionClass> all = new QuestionBook(run.data(), options.seed()).classes();
        List<QuestionClass> chosen = new ArrayList<>(all);
        chosen.removeIf(one -> !options.only().isEmpty() && !options.only().contains(one.key()));
        if (chosen.size() < options.only().size()) {
            throw new IllegalArgumentException(
                    "no such classes of questions among " + options.only() + ", expected some of "
                            + all.stream().map(QuestionClass::key).toList());
        }
        return chosen;
    }

    private static long nowNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }
}
