package io.spanhouse.storage.head;

import io.spanhouse.storage.journal.FrameCodec;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.Moved;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Takes 64 requests of 512 spans into an empty head; bytes are those of their frames. */
@State(Scope.Thread)
public class HeadSpeed {
    private static final int BATCHES = 64;
    private static final int SPANS = 512;
    private static final HeadOptions OPTIONS = new HeadOptions(
            1L << 30, Duration.ofMinutes(10).toNanos(), Duration.ofSeconds(10).toNanos(), 4L << 30);

    private final SpanBatch[] batches = new SpanBatch[BATCHES];
    private final TestClock clock = new TestClock();
    private byte[] bytes = new byte[0];
    private byte[] copied = new byte[0];

    @Setup
    public void fill() {
        DemoSpans demo = new DemoSpans(1);
        int size = 0;
        for (int i = 0; i < BATCHES; i++) {
            batches[i] = demo.batch(SPANS);
            size += FrameCodec.encode(batches[i]).remaining();
        }
        bytes = new byte[size];
        copied = new byte[size];
    }

    @Benchmark
    public Head insert(Moved moved) {
        Head head = new Head(OPTIONS, clock, OlderTraces.NONE, 1);
        for (int i = 0; i < BATCHES; i++) {
            head.insert(1, 0, batches[i], i, i, clock.epochMillis());
            head.publish();
        }
        moved.add(bytes.length, BATCHES * (long) SPANS);
        return head;
    }

    @Benchmark
    public byte[] floor(Moved moved) {
        moved.copy(bytes, copied, BATCHES * (long) SPANS);
        return copied;
    }
}
