package io.spanhouse.storage.head;

import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.DemoSpans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a span costs in the head: time to insert, memory, time to put it in the order of a block. Run from an IDE or with
 * {@code java -cp ... io.spanhouse.storage.head.HeadBenchmark}.
 */
final class HeadBenchmark {
    private static final int BATCHES = 800;
    private static final int BATCH_SPANS = 512;
    private static final int ROUNDS = 6;

    private HeadBenchmark() {}

    public static void main(String[] arguments) {
        DemoSpans demo = new DemoSpans(1);
        List<SpanBatch> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(demo.batch(BATCH_SPANS));
        }
        for (int round = 0; round < ROUNDS; round++) {
            measure(batches);
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
        long before = System.nanoTime();
        for (int i = 0; i < batches.size(); i++) {
            spans += head.insert(1, 0, batches.get(i), i, i / 200, clock.epochMillis())
                    .stored();
            head.publish();
        }
        long inserted = System.nanoTime();
        head.forceClose();
        head.publish();
        Generation generation = head.snapshot().parts().get(0).generation();
        long sealing = System.nanoTime();
        BlockInput input = generation.sealInput(1);
        long sealed = System.nanoTime();
        System.out.printf(
                "%d spans: insert %.3f us a span, %.1f bytes a span, order %.3f us a span (%d traces)%n",
                spans,
                (inserted - before) / 1e3 / spans,
                (double) head.retainedBytes() / spans,
                (sealed - sealing) / 1e3 / spans,
                input.traces().size());
    }
}
