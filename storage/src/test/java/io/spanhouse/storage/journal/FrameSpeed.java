package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.Moved;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Writes and reads what the journal keeps of a request of 512 spans; bytes are those of the frame. */
@State(Scope.Thread)
public class FrameSpeed {
    private static final int SPANS = 512;

    private final SpanBatch batch = new DemoSpans(1).batch(SPANS);
    private final byte[] frame = frame(batch);
    private final byte[] copied = new byte[frame.length];
    private final ByteSlice slice = new ByteSlice();

    private static byte[] frame(SpanBatch batch) {
        ByteBuffer bytes = FrameCodec.encode(batch);
        return Arrays.copyOfRange(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
    }

    @Benchmark
    public ByteBuffer encode(Moved moved) {
        moved.add(frame.length, SPANS);
        return FrameCodec.encode(batch);
    }

    @Benchmark
    public SpanBatch decode(Moved moved) {
        moved.add(frame.length, SPANS);
        return FrameCodec.decode(slice.set(frame, 0, frame.length));
    }

    @Benchmark
    public byte[] floor(Moved moved) {
        moved.copy(frame, copied, SPANS);
        return copied;
    }
}
