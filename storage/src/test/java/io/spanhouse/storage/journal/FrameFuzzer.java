package io.spanhouse.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.SpanText;

/** The harness of the frame's reader, for fuzzers that look for its method's name and for the seeded test. */
public final class FrameFuzzer {
    private FrameFuzzer() {}

    /** Reads any bytes; what is a frame is the same after it was written again. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        SpanBatch batch;
        try {
            batch = FrameCodec.decode(new ByteSlice().set(bytes, 0, bytes.length));
        } catch (StoreException e) {
            assertThat(e.kind()).isIn(FailureKind.CORRUPT, FailureKind.TOO_NEW);
            return;
        }
        byte[] again = new byte[FrameCodec.encode(batch).remaining()];
        FrameCodec.encode(batch).get(again);
        SpanBatch second = FrameCodec.decode(new ByteSlice().set(again, 0, again.length));
        assertThat(SpanText.renderAll(second)).isEqualTo(SpanText.renderAll(batch));
    }
}
