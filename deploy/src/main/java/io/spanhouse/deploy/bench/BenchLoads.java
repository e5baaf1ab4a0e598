package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.ProcessFigures;
import io.spanhouse.deploy.load.ProcessWatch;
import io.spanhouse.deploy.load.TrafficObserver;
import io.spanhouse.deploy.load.TrafficReport;
import io.spanhouse.deploy.verify.ReadSide;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sends the data set: some spans that warm the server up, most of them in plain text, some compressed, and waits after each
 * until the server is quiet. What a span costs is measured on the latter two.
 */
final class BenchLoads {
    private static final double MEBIBYTE = 1 << 20;
    private static final long WARM_UP_SPANS_MAX = 300_000;
    private static final long GZIP_SPANS_MAX = 500_000;
    /** The warm-up and what is sent compressed have each one part in so many of a small data set. */
    private static final int SMALL_PARTS = 5;

    private static final int FRESH_REQUESTS = 200;
    private static final int FRESH_BATCH_SPANS = 20;
    private static final long MEMORY_BYTES_MAX = 1_229L << 20;

    private final BenchRun run;

    BenchLoads(BenchRun run) {
        this.run = run;
    }

    /** Sends all of it. */
    void load() throws IOException, InterruptedException {
        DataSet data = run.data();
        long traces = data.identity().traces();
        long part = run.options().spans() / SMALL_PARTS;
        long warmUp = data.tracesWith(0, Math.min(WARM_UP_SPANS_MAX, part));
        long gzip = Math.min(traces - warmUp, data.tracesWith(0, Math.min(GZIP_SPANS_MAX, part)));
        QuietServer quiet = new QuietServer(run.server());
        run.say("warm-up, %,d spans", data.spans(0, warmUp));
        run.send(warmUp, run.way(false), TrafficObserver.NONE);
        quiet.await();
        measure(quiet, "plain text", false, traces - warmUp - gzip, 4);
        measure(quiet, "gzip", true, gzip, 6);
        QuietServer.Kept kept = quiet.await();
        Map<String, Double> bytes = new LinkedHashMap<>();
        bytes.put("blocks", (double) kept.blockBytes() / kept.spans());
        bytes.put("all files", (double) kept.directoryBytes() / kept.spans());
        run.add(new Row(
                "disk a span",
                "bytes",
                bytes,
                List.of(Budget.most("blocks", 36)),
                String.format(Locale.ROOT, "%,d spans in %d blocks", kept.spans(), kept.blocks()),
                kept.spans() == data.spans(0, traces) ? "" : "expected " + data.spans(0, traces) + " spans"));
    }

    private void measure(QuietServer quiet, String name, boolean gzip, long traces, double cpuMicrosMax)
            throws IOException, InterruptedException {
        run.say("load, %s, %,d spans", name, run.data().spans(run.sentTraces(), traces));
        long pid = run.server().pid();
        ProcessFigures before = ProcessFigures.of(pid);
        TrafficReport sent;
        ProcessWatch.Seen seen;
        try (ProcessWatch watch = new ProcessWatch(pid)) {
            sent = run.send(traces, run.way(gzip), TrafficObserver.NONE);
            seen = watch.stop();
        }
        quiet.await();
        ProcessFigures after = ProcessFigures.of(pid);
        if (!gzip) {
            run.ackedPerSecond(sent.ackedPerSecond());
        }
        double spans = sent.spans().acked();
        List<Budget> rate = gzip ? List.of() : List.of(Budget.least("", 74_700));
        run.add(Row.of("acked spans a second, " + name, "", sent.ackedPerSecond(), rate, ""));
        Map<String, Double> cpu = new LinkedHashMap<>();
        cpu.put("until the last ack", seen.cpuMicros() / spans);
        cpu.put("until quiet", (after.cpuMicros() - before.cpuMicros()) / spans);
        cpu.put("sender", sent.ownCpuMicros() / spans);
        run.add(new Row("CPU a span, " + name, "us", cpu, List.of(Budget.most("until quiet", cpuMicrosMax)), "", ""));
        Map<String, Double> ack = new LinkedHashMap<>();
        ack.put("p50", sent.ack().quantileNanos(0.5) / 1e6);
        ack.put("p99", sent.ack().quantileNanos(0.99) / 1e6);
        run.add(new Row("ack, " + name, "ms", ack, List.of(), run.options().inFlight() + " requests in flight", ""));
        Map<String, Double> memory = new LinkedHashMap<>();
        memory.put("peak", seen.residentBytesMax() / MEBIBYTE);
        memory.put("steady", seen.residentBytesSteady() / MEBIBYTE);
        run.add(new Row(
                "memory of the server, " + name,
                "MiB",
                memory,
                List.of(Budget.most("peak", MEMORY_BYTES_MAX / MEBIBYTE)),
                "",
                ""));
        run.add(Row.of(
                "bytes written over bytes received, " + name,
                "",
                (double) (after.writtenBytes() - before.writtenBytes()) / sent.ackedBytes(),
                List.of(Budget.most("", 0.5)),
                String.format(Locale.ROOT, "%.0f received a span, inflated", sent.ackedBytes() / spans)));
    }

    /** Sends requests one by one and asks after each for what it had. */
    void fresh() throws IOException, InterruptedException {
        FoundAfterAck found = new FoundAfterAck(new ReadSide(run.server().queryAddress(), null));
        long traces = run.data().tracesWith(run.sentTraces(), (long) FRESH_REQUESTS * FRESH_BATCH_SPANS);
        run.send(traces, new BenchRun.Way(false, 0, FRESH_BATCH_SPANS, 1), found);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("p50", found.latencies().quantileNanos(0.5) / 1e6);
        figures.put("p99", found.latencies().quantileNanos(0.99) / 1e6);
        long requests = found.latencies().count();
        run.add(new Row(
                "ack to found by id and by search",
                "ms",
                figures,
                List.of(),
                found.atOnce() + " of " + requests + " at the first question",
                found.atOnce() == requests ? "" : "some were not found at the first question"));
    }
}
