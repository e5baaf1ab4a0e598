package io.spanhouse.storage.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.ByteBuffer;

/** The harness of the reader of an SST's header: what can be read is the same after it was written again. */
public final class SstHeaderFuzzer {
    private static final long BLOCK = SstHeaderCodecTest.SAMPLE.place().block();
    private static final int CHECKSUM_AT = 8;

    private SstHeaderFuzzer() {}

    /** A header to begin with. */
    public static byte[] sample() {
        return SstHeaderCodec.encode(SstHeaderCodecTest.SAMPLE);
    }

    /** Reads any bytes, under a right checksum if there is room for one. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        byte[] checked = bytes.clone();
        if (checked.length >= CHECKSUM_AT + Integer.BYTES) {
            ByteBuffer.wrap(checked).putInt(CHECKSUM_AT, SstHeaderCodec.checksum(BLOCK, checked));
        }
        try {
            SstHeader header = SstHeaderCodec.decode(BLOCK, checked);
            assertThat(SstHeaderCodec.decode(header.place().block(), SstHeaderCodec.encode(header)))
                    .isEqualTo(header);
        } catch (StoreException e) {
            assertThat(e.kind()).isIn(FailureKind.CORRUPT, FailureKind.TOO_NEW);
        }
    }
}
