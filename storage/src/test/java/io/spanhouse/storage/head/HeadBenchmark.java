package io.spanhouse.storage.head;

import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.DemoSpans;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a span costs in the head: CPU time to insert, memory, CPU time to put it in the order of a block; in batches of 512
 * spans and of 4. Run by hand; no test.
 */
final class HeadBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int SPANS = 400_000;
    private static final int ROUNDS = 6;

    private HeadBenchmark() {}

    public static void main(String[] arguments) {
        for (int batchSpans : new int[] {512, 4}) {
            DemoSpans demo = new DemoSpans(1);
            List<SpanBatch> batches = new ArrayList<>();
            for (int i = 0; i < SPANS / batchSpans; i++) {
                batches.add(demo.batch(batchSpans));
            }
            for (int round = 0; round < ROUNDS; round++) {
                System.out.printf("batches of %d: ", batchSpans);
                measure(batches);
            }
        }
    }

    private static void measure(List<SpanBatch> batches) {
        TestClock clock = new TestClock();
        HeadOptions options = new HeadOptions(
                1L << 30,
                Duration.ofMinutes(10).toNanos(),
                Duration.ofSeconds(10).toNanos(),
                4L << 30);
        Head head = new Head(options, clock, OlderTraces.NONE, 1);
        long spans = 0;
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < batches.size(); i++) {
            spans +=
                    head.insert(1, 0, batches.get(i), i, i, clock.epochMillis()).stored();
            head.publish();
        }
        long inserted = THREADS.getCurrentThreadCpuTime();
        head.forceClose();
        head.publish();
        Generation generation = head.snapshot().parts().get(0).generation();
        long sealing = THREADS.getCurrentThreadCpuTime();
        BlockInput input = generation.sealInput(1);
        long sealed = THREADS.getCurrentThreadCpuTime();
        System.out.printf(
                Locale.ROOT,
                "%d spans: insert %.3f us a span, %.1f bytes a span, order %.3f us a span (%d traces)%n",
                spans,
                (inserted - before) / 1e3 / spans,
                (double) head.retainedBytes() / spans,
                (sealed - sealing) / 1e3 / spans,
                input.traces().size());
    }
}
