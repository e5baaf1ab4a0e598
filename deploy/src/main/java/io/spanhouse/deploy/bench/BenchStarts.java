package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.Traffic;
import io.spanhouse.deploy.load.TrafficReport;
import io.spanhouse.storage.StoreDump;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts the server: with nothing, with all the data, after a kill. */
final class BenchStarts {
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final long KILL_AFTER_SECONDS = 5;

    private final BenchRun run;

    BenchStarts(BenchRun run) {
        this.run = run;
    }

    void empty() throws IOException, InterruptedException {
        start("start, empty", 2, "");
    }

    /** Ends the server in order, looks at what it left on disk, and starts it. */
    void again() throws IOException, InterruptedException {
        long toldNanoTime = System.nanoTime();
        int exitCode = run.server().stop(STOP_MAX);
        run.add(new Row(
                "orderly end",
                "s",
                Map.of("", (System.nanoTime() - toldNanoTime) / 1e9),
                List.of(Budget.most("", 10)),
                "",
                exitCode == 0 ? "" : "exit code " + exitCode + ", expected 0"));
        parts();
        long spans = run.data().spans(0, run.sentTraces());
        start("start, with the data", 5, String.format(Locale.ROOT, "%,d spans", spans));
    }

    /** What each part of the blocks takes a span. */
    private void parts() {
        StoreDump dump = new StoreDump(
                new StringBuilder(), new StoreDump.Options(null, null, false, false, false, false, false, true, 1));
        int damages = dump.print(run.server().data());
        double spans = Math.max(1, run.data().spans(0, run.sentTraces()));
        Map<String, Long> parts = dump.purposeBytes();
        double total =
                Math.max(1, parts.values().stream().mapToLong(Long::longValue).sum());
        parts.forEach((part, bytes) -> run.add(new Row(
                "disk a span: " + part,
                "bytes",
                Map.of("", bytes / spans),
                List.of(),
                String.format(Locale.ROOT, "%.1f %% of the blocks", 100 * bytes / total),
                damages == 0 ? "" : damages + " places of the store are damaged")));
    }

    /** Kills it under full load and starts it. */
    void afterKill() throws IOException, InterruptedException, ExecutionException {
        run.say("kill under load");
        Traffic traffic = run.endless();
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try {
            Future<TrafficReport> running = sender.submit(traffic::run);
            try {
                running.get(KILL_AFTER_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException stillRuns) {
                run.server().kill();
            }
            traffic.stop();
            running.get();
        } finally {
            sender.shutdownNow();
        }
        start("start, after kill -9 under full load", 10, "");
    }

    private void start(String what, double secondsMax, String note) throws IOException, InterruptedException {
        double seconds = run.server().start().toNanos() / 1e9;
        run.add(Row.of(what, "s", seconds, List.of(Budget.most("", secondsMax)), note));
    }
}
