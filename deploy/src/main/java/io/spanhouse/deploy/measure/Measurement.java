package io.spanhouse.deploy.measure;

import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.ProcessFigures;
import io.spanhouse.deploy.load.ProcessWatch;
import io.spanhouse.deploy.load.Traffic;
import io.spanhouse.deploy.load.TrafficObserver;
import io.spanhouse.deploy.load.TrafficReport;
import io.spanhouse.deploy.verify.ReadSide;
import io.spanhouse.deploy.verify.ServerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the whole measurement: an empty start, load in plain text, the same compressed, questions, starts with data and after
 * a kill under load. Nothing else may run on the machine. Spans before the measured ones warm the server up; they count
 * among what is stored and not among what processor time is divided by.
 */
public final class Measurement {
    private static final double MEBIBYTE = 1 << 20;
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final int BATCH_SPANS = 512;
    private static final int CONNECTIONS = 2;
    private static final int FRESH_REQUESTS = 200;
    private static final int FRESH_BATCH_SPANS = 20;
    private static final long KILL_AFTER_SECONDS = 5;

    private final Options options;
    private final PrintWriter out;
    private final Random random;
    private final SampledTraces sampled = new SampledTraces();
    private final FigureTable table = new FigureTable();

    /**
     * What to measure.
     *
     * @param directory of the server's data and logs; must be new
     * @param program the words that run the serve command, without its flags
     * @param spans of each of the two loads
     * @param warmUpSpans before them
     * @param inFlight most requests without an answer
     * @param generationAge what is in memory alone is not on disk yet; it gets there after so long
     * @param seed of the spans
     */
    public record Options(
            Path directory,
            List<String> program,
            long spans,
            long warmUpSpans,
            int inFlight,
            Duration generationAge,
            long seed) {}

    private Measurement(Options options, PrintWriter out) {
        this.options = options;
        this.out = out;
        this.random = new Random(options.seed());
    }

    /**
     * Measures; what happens is printed as it does.
     *
     * @return the lines of the table
     */
    public static List<String> run(Options options, PrintWriter out)
            throws IOException, InterruptedException, ExecutionException {
        Measurement measurement = new Measurement(options, out);
        List<String> flags =
                List.of("--store.generation-age=" + options.generationAge().toSeconds() + "s", "--store.hold=1s");
        try (ServerProcess server =
                new ServerProcess(options.directory(), options.program(), flags, measurement.random)) {
            measurement.all(server);
        }
        return measurement.table.lines();
    }

    private void all(ServerProcess server) throws IOException, InterruptedException, ExecutionException {
        table.add("start, empty", "2 s", "%.2f s", seconds(server.start()));
        say("warm-up, %d spans", options.warmUpSpans());
        traffic(server, options.warmUpSpans(), false, TrafficObserver.NONE).run();
        QuietServer quiet = new QuietServer(server);
        quiet.await();
        load(server, quiet, false);
        load(server, quiet, true);
        say("questions");
        ReadSide readSide = new ReadSide(server.queryAddress(), null);
        new QueryTimes(readSide, sampled, options.seed(), table).measure();
        fresh(server, readSide);
        starts(server);
    }

    private void load(ServerProcess server, QuietServer quiet, boolean gzip) throws IOException, InterruptedException {
        String name = gzip ? "gzip" : "plain text";
        say("load, %s, %d spans", name, options.spans());
        ProcessFigures before = ProcessFigures.of(server.pid());
        TrafficReport report;
        ProcessWatch.Seen seen;
        try (ProcessWatch watch = new ProcessWatch(server.pid())) {
            report = traffic(server, options.spans(), gzip, sampled).run();
            seen = watch.stop();
        }
        say("settle");
        QuietServer.Kept kept = quiet.await();
        ProcessFigures after = ProcessFigures.of(server.pid());
        double spans = report.spans().acked();
        table.add("acked spans/s, " + name, "", "%.0f", report.ackedPerSecond());
        table.add(
                "server CPU a span, " + name + ", until the last ack; with seals and merges",
                gzip ? "6 us" : "4 us",
                "%.2f us; %.2f us",
                seen.cpuMicros() / spans,
                (after.cpuMicros() - before.cpuMicros()) / spans);
        table.add("sender's CPU a span, " + name, "", "%.2f us", report.ownCpuMicros() / spans);
        table.add(
                "ack p50, p99, " + name + ", " + options.inFlight() + " in flight",
                "",
                "%.1f ms, %.1f ms",
                report.ack().quantileNanos(0.5) / 1e6,
                report.ack().quantileNanos(0.99) / 1e6);
        table.add(
                "server memory peak, steady, " + name,
                "1229 MiB",
                "%.0f MiB, %.0f MiB",
                seen.residentBytesMax() / MEBIBYTE,
                seen.residentBytesSteady() / MEBIBYTE);
        table.add(
                "bytes written over bytes taken (inflated), " + name,
                "0.5",
                "%.3f of %.0f a span",
                (double) (after.writtenBytes() - before.writtenBytes()) / report.ackedBytes(),
                report.ackedBytes() / spans);
        table.add(
                "disk a span, " + name + ": blocks; all files",
                "36 bytes",
                "%.1f bytes; %.1f bytes (%d spans in %d blocks)",
                (double) kept.blockBytes() / kept.spans(),
                (double) kept.directoryBytes() / kept.spans(),
                kept.spans(),
                kept.blocks());
        report.details().forEach((detail, count) -> say("answered %d times: %s", count, detail));
    }

    private void fresh(ServerProcess server, ReadSide readSide) throws IOException, InterruptedException {
        FoundAfterAck found = new FoundAfterAck(readSide);
        LoadOptions one = new LoadOptions(
                new LoadOptions.Target(server.grpcEndpoint(), LoadOptions.Protocol.GRPC, false, null, 1, 1),
                new LoadOptions.Amount((long) FRESH_REQUESTS * FRESH_BATCH_SPANS, FOREVER, 0, FRESH_BATCH_SPANS),
                new LoadOptions.Mix(0, 0, 0, Duration.ZERO, Duration.ZERO),
                random.nextLong());
        new Traffic(one, found).run();
        table.add(
                "ack to both found by id and by search, p50, p99",
                "at once",
                "%.1f ms, %.1f ms (%d of %d at the first question)",
                found.latencies().quantileNanos(0.5) / 1e6,
                found.latencies().quantileNanos(0.99) / 1e6,
                found.atOnce(),
                FRESH_REQUESTS);
    }

    private void starts(ServerProcess server) throws IOException, InterruptedException, ExecutionException {
        say("starts");
        long toldNanoTime = System.nanoTime();
        int exitCode = server.stop(STOP_MAX);
        table.add("orderly end", "10 s", "%.2f s, exit code %d", (System.nanoTime() - toldNanoTime) / 1e9, exitCode);
        table.add("start, with the data", "5 s at 10 M spans", "%.2f s", seconds(server.start()));
        Traffic traffic = traffic(server, Long.MAX_VALUE, false, TrafficObserver.NONE);
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try {
            Future<TrafficReport> running = sender.submit(traffic::run);
            try {
                running.get(KILL_AFTER_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException stillRuns) {
                server.kill();
            }
            traffic.stop();
            running.get();
        } finally {
            sender.shutdownNow();
        }
        table.add("start, after kill -9 under full load", "10 s", "%.2f s", seconds(server.start()));
    }

    private Traffic traffic(ServerProcess server, long spans, boolean gzip, TrafficObserver observer) {
        return new Traffic(
                new LoadOptions(
                        new LoadOptions.Target(
                                server.grpcEndpoint(),
                                LoadOptions.Protocol.GRPC,
                                gzip,
                                null,
                                CONNECTIONS,
                                options.inFlight()),
                        new LoadOptions.Amount(spans, FOREVER, 0, BATCH_SPANS),
                        new LoadOptions.Mix(0, 0, 0.01, Duration.ofSeconds(2), Duration.ZERO),
                        random.nextLong()),
                observer);
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
