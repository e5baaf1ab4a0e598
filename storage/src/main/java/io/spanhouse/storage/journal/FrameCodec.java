package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import java.nio.ByteBuffer;

/**
 * A batch of spans to one run of bytes, the frame, and back. The frame is what a journal record carries; it needs nothing
 * else to be read. The layout is in the package's description. What it does not hold: ticks, which the journal gives a
 * whole record.
 *
 * <p>About 0.13 microseconds and 140 bytes a span for ordinary spans. Stateless, so any number of threads may use it.
 */
public final class FrameCodec {
    /** The version that {@link #encode} writes. */
    public static final int VERSION = 1;

    private FrameCodec() {}

    /** The frame of all rows, from position 0 to the limit of the buffer, whose array nobody else holds. */
    public static ByteBuffer encode(SpanBatch rows) {
        return frame(rows).bytes();
    }

    /** The frame of all rows, and where its long values are. */
    public static Frame frame(SpanBatch rows) {
        LongValues longValues = new LongValues();
        return new Frame(new FrameEncoder(rows, longValues).encode(), longValues);
    }

    /**
     * The rows of a frame. The batch has its own copy of all bytes.
     *
     * @throws StoreException CORRUPT if the bytes are not a frame, TOO_NEW if they are of a later version. Memory is
     *     bounded by a small multiple of the bytes given, whatever they claim
     */
    public static SpanBatch decode(ByteSlice frame) {
        return decode(frame, new LongValues());
    }

    /** Like {@link #decode(ByteSlice)}, and notes where the frame's long values are. */
    public static SpanBatch decode(ByteSlice frame, LongValues longValues) {
        return new FrameDecoder(frame, longValues).decode();
    }
}
