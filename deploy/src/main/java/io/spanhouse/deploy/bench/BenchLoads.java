package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.ProcessFigures;
import io.spanhouse.deploy.load.ProcessWatch;
import io.spanhouse.deploy.load.TrafficObserver;
import io.spanhouse.deploy.load.TrafficReport;
import io.spanhouse.deploy.verify.ReadSide;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sends the data set without a pause: some spans that warm the server up, some compressed, most of them in plain text; then
 * waits until the server is quiet. What a span costs until its acknowledgement is measured on the latter two; what is left to
 * do in the end is shared out over all spans.
 */
final class BenchLoads {
    private static final double MEBIBYTE = 1 << 20;
    private static final long WARM_UP_SPANS_MAX = 300_000;
    private static final long GZIP_SPANS_MAX = 500_000;
    /** The warm-up and what is sent compressed have each one part in so many of a small data set. */
    private static final int SMALL_PARTS = 5;

    private static final int FRESH_REQUESTS = 200;
    private static final int FRESH_BATCH_SPANS = 20;
    private static final double MEMORY_MEBIBYTES_MAX = 1_229;

    private final BenchRun run;

    BenchLoads(BenchRun run) {
        this.run = run;
    }

    /** What a part of the data set cost until its last acknowledgement. */
    private record Cost(String name, double serverMicros, double senderMicros, double budgetMicros) {}

    /** Sends all of it. */
    void load() throws IOException, InterruptedException {
        DataSet data = run.data();
        long traces = data.identity().traces();
        long part = run.options().spans() / SMALL_PARTS;
        long warmUp = data.tracesWith(0, Math.min(WARM_UP_SPANS_MAX, part));
        long gzip = Math.min(traces - warmUp, data.tracesWith(warmUp, Math.min(GZIP_SPANS_MAX, part)));
        run.say("warm-up, %,d spans", data.spans(0, warmUp));
        long received = run.send(warmUp, run.way(false), TrafficObserver.NONE).ackedBytes();
        List<Cost> costs = new ArrayList<>();
        received += send("gzip", true, gzip, 6, costs);
        received += send("plain text", false, traces - warmUp - gzip, 4, costs);
        ProcessFigures loaded = ProcessFigures.of(run.server().pid());
        run.say("settle");
        QuietServer.Kept kept = new QuietServer(run.server()).await();
        ProcessFigures settled = ProcessFigures.of(run.server().pid());
        double spans = data.spans(0, traces);
        double settleMicros = (settled.cpuMicros() - loaded.cpuMicros()) / spans;
        for (Cost cost : costs) {
            Map<String, Double> cpu = new LinkedHashMap<>();
            cpu.put("until the last ack", cost.serverMicros);
            cpu.put("until quiet", cost.serverMicros + settleMicros);
            cpu.put("sender", cost.senderMicros);
            List<Budget> budget = List.of(Budget.most("until quiet", cost.budgetMicros));
            run.add(new Row("CPU a span, " + cost.name, "us", cpu, budget, "", ""));
        }
        run.add(Row.of(
                "CPU a span, all of the server's until quiet",
                "us",
                settled.cpuMicros() / spans,
                List.of(),
                "with its start and all compiling"));
        run.add(Row.of(
                "bytes written over bytes received",
                "",
                (double) settled.writtenBytes() / received,
                List.of(Budget.most("", 0.5)),
                String.format(Locale.ROOT, "%.0f received a span, inflated", received / spans)));
        disk(kept, (long) spans);
    }

    private void disk(QuietServer.Kept kept, long spans) {
        Map<String, Double> bytes = new LinkedHashMap<>();
        bytes.put("blocks", (double) kept.blockBytes() / kept.spans());
        bytes.put("all files", (double) kept.directoryBytes() / kept.spans());
        run.add(new Row(
                "disk a span",
                "bytes",
                bytes,
                List.of(Budget.most("blocks", 36)),
                String.format(Locale.ROOT, "%,d spans in %d blocks", kept.spans(), kept.blocks()),
                kept.spans() == spans ? "" : kept.spans() + " spans are kept, expected " + spans));
    }

    /** Gives the bytes of the requests. */
    private long send(String name, boolean gzip, long traces, double budgetMicros, List<Cost> costs)
            throws IOException, InterruptedException {
        run.say("load, %s, %,d spans", name, run.data().spans(run.sentTraces(), traces));
        TrafficReport sent;
        ProcessWatch.Seen seen;
        try (ProcessWatch watch = new ProcessWatch(run.server().pid())) {
            sent = run.send(traces, run.way(gzip), TrafficObserver.NONE);
            seen = watch.stop();
        }
        double spans = sent.spans().acked();
        costs.add(new Cost(name, seen.cpuMicros() / spans, sent.ownCpuMicros() / spans, budgetMicros));
        List<Budget> rate = gzip ? List.of() : List.of(Budget.least("", 74_700));
        run.add(Row.of("acked spans a second, " + name, "", sent.ackedPerSecond(), rate, ""));
        Map<String, Double> ack = new LinkedHashMap<>();
        ack.put("p50", sent.ack().quantileNanos(0.5) / 1e6);
        ack.put("p99", sent.ack().quantileNanos(0.99) / 1e6);
        String note = run.options().inFlight() + " requests in flight";
        run.add(new Row("ack, " + name, "ms", ack, List.of(), note, ""));
        Map<String, Double> memory = new LinkedHashMap<>();
        memory.put("peak", seen.residentBytesMax() / MEBIBYTE);
        memory.put("steady", seen.residentBytesSteady() / MEBIBYTE);
        List<Budget> most = List.of(Budget.most("peak", MEMORY_MEBIBYTES_MAX));
        run.add(new Row("memory of the server, " + name, "MiB", memory, most, "", ""));
        return sent.ackedBytes();
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
