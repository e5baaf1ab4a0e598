package io.spanhouse.query.recordings;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.scripts.DefinitionFields;
import io.spanhouse.storage.scripts.RecordingCandidate;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a large recording takes to be opened and to be stepped through, over HTTP. Prints its figures; run with {@code
 * -Drecording.frames=1000000}.
 */
@Tag("figures")
@EnabledIfSystemProperty(named = "recording.frames", matches = "[0-9]+")
final class RecordingFigures {
    private static final String BASE = "/api/spanhouse/v1/trace-definitions/1/recordings/r";
    private static final int FRAMES_OF_A_SPAN = 100;
    private static final int VARIABLES = 20;
    private static final int SPANS_AT_ONCE = 200;

    @TempDir
    Path directory;

    @Test
    void measure() throws Exception {
        int frames = Integer.getInteger("recording.frames");
        StringBuilder report = new StringBuilder();
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            int project = store.project("default");
            store.scriptState().definitions().create(project, DefinitionFields.of(List.of("s")), "");
            store.scriptState().recordings().note(project, List.of(new RecordingCandidate("s", "", "r")));
            long started = System.nanoTime();
            fill(store, project, frames);
            line(report, "taken", System.nanoTime() - started);
            measure(store, frames, report.append("in memory\n"));
            store.settle();
            measure(store, frames, report.append("in blocks\n"));
        }
        long opening = System.nanoTime();
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            line(report, "store opened again", System.nanoTime() - opening);
            long cpu = cpu();
            store.scripts().revision(store.project("default"), QueryControl.unlimited());
            line(report, "runs read, processor time of all threads", cpu() - cpu);
            measure(store, frames, report.append("after a start\n"));
        }
        Files.writeString(Path.of("target", "recording-figures.txt"), report.toString());
    }

    private static void fill(TraceStore store, int project, int frames) {
        Random random = new Random(1);
        long span = 2;
        Spans spans = new Spans().service("s");
        spans.span(7, 1, 0, "run", 0, 10_000).with("run_id", "r").end();
        for (int first = 0; first < frames; first += FRAMES_OF_A_SPAN) {
            spans.span(7, span++, 1, "script.frames", first / 1000, 10).with("run_id", "r");
            for (int index = first; index < first + FRAMES_OF_A_SPAN; index++) {
                frame(spans, index, random);
            }
            spans.builder().endSpan();
            if (span % SPANS_AT_ONCE == 0) {
                store.append(project, spans.build()).join();
                spans = new Spans().service("s");
            }
        }
        store.append(project, spans.build()).join();
    }

    private static void frame(Spans spans, int index, Random random) {
        spans.builder().startEvent();
        spans.builder().eventTimeNanos(Spans.T0 + index * 1_000L);
        spans.builder().eventName(spans.builder().string("script.frame"));
        spans.builder().eventAttribute(spans.pair("script.frame.index", (long) index));
        spans.builder().eventAttribute(spans.pair("code.line.number", index % 200L));
        spans.builder().eventAttribute(spans.pair("script.var.i", (long) index));
        int variable = random.nextInt(VARIABLES);
        spans.builder().eventAttribute(spans.pair("script.var.v" + variable, "value " + random.nextInt(10_000)));
        spans.builder().endEvent();
    }

    private static void measure(TraceStore store, int frames, StringBuilder report) {
        Random random = new Random(2);
        try (Running server = new Running(store)) {
            long started = System.nanoTime();
            long cpu = cpu();
            server.json(BASE);
            line(report, "opened first", System.nanoTime() - started);
            line(report, "opened first, processor time of all threads", cpu() - cpu);
            long[] opened = new long[20];
            for (int i = 0; i < opened.length; i++) {
                started = System.nanoTime();
                server.json(BASE);
                opened[i] = System.nanoTime() - started;
            }
            quantiles(report, "opened again", opened);
            long[] steps = new long[200];
            for (int i = 0; i < steps.length; i++) {
                int index = random.nextInt(frames);
                started = System.nanoTime();
                server.json(BASE + "/frames/" + index);
                steps[i] = System.nanoTime() - started;
            }
            quantiles(report, "step to any frame", steps);
            for (int i = 0; i < steps.length; i++) {
                started = System.nanoTime();
                server.json(BASE + "/frames/" + (frames / 2 + i));
                steps[i] = System.nanoTime() - started;
            }
            quantiles(report, "step to the next frame", steps);
        }
    }

    /** So that a machine with other work to do measures the same, or nearly. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void quantiles(StringBuilder report, String what, long[] nanos) {
        Arrays.sort(nanos);
        line(report, what + ", median", nanos[nanos.length / 2]);
        line(report, what + ", 95 of 100 within", nanos[nanos.length * 19 / 20]);
        line(report, what + ", slowest of " + nanos.length, nanos[nanos.length - 1]);
    }

    private static void line(StringBuilder report, String what, long nanos) {
        report.append(String.format(Locale.ROOT, "%-45s %8.1f ms%n", what, nanos / 1e6));
    }
}
