package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.DemoSpans;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Figures of the frame: bytes a span, CPU nanoseconds a span to write and to read it. Run by hand; no test. */
public final class JournalBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCHES = 64;
    private static final int SPANS = 512;
    private static final int ROUNDS = 60;

    private JournalBenchmark() {}

    public static void main(String[] arguments) {
        DemoSpans spans = new DemoSpans(1);
        SpanBatch[] batches = new SpanBatch[BATCHES];
        ByteBuffer[] frames = new ByteBuffer[BATCHES];
        for (int i = 0; i < BATCHES; i++) {
            batches[i] = spans.batch(SPANS);
        }
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            long bytes = 0;
            for (int i = 0; i < BATCHES; i++) {
                frames[i] = FrameCodec.encode(batches[i]);
                bytes += frames[i].remaining();
            }
            long encoded = THREADS.getCurrentThreadCpuTime();
            for (ByteBuffer frame : frames) {
                FrameCodec.decode(new ByteSlice().set(frame.array(), 0, frame.limit()));
            }
            long decoded = THREADS.getCurrentThreadCpuTime();
            if (round % 10 == 9) {
                double count = (double) BATCHES * SPANS;
                System.out.printf(
                        Locale.ROOT,
                        "%.1f bytes a span, encode %.0f ns, decode %.0f ns a span%n",
                        bytes / count,
                        (encoded - start) / count,
                        (decoded - encoded) / count);
            }
        }
    }
}
