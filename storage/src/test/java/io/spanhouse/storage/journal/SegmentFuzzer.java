package io.spanhouse.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;

/**
 * The harness of a journal's recovery: a segment of pieces that the input chooses, records with right checksums and fields
 * of any value among bytes of any kind. Nothing is shown twice or out of order, and a second look, after repair, finds the
 * same records.
 */
public final class SegmentFuzzer {
    private static final Path SEGMENT = JournalFixture.DIRECTORY.resolve(SegmentHeader.fileName(1));

    private SegmentFuzzer() {}

    /** Recovers a directory with one segment. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FaultyFiles files = new FaultyFiles(1);
        files.put(SEGMENT, segment(bytes));
        long[] first = offsets(files);
        assertThat(offsets(files)).isEqualTo(first);
    }

    private static long[] offsets(FaultyFiles files) throws IOException {
        JournalOptions options = JournalOptions.of(JournalFixture.DIRECTORY, JournalFixture.IDENTITY, () -> 1)
                .with(files);
        long[] seen = new long[64];
        int[] count = {0};
        try {
            new JournalRecovery(
                            options,
                            1,
                            (record, payload) -> {
                                assertThat(record.offset()).isGreaterThan(count[0] == 0 ? 0 : seen[count[0] - 1]);
                                assertThat(payload.length).isEqualTo(record.payloadBytes());
                                seen[count[0]++] = record.offset();
                            },
                            true)
                    .recover(1);
        } catch (StoreException e) {
            assertThat(e.kind()).isIn(FailureKind.CORRUPT, FailureKind.TOO_NEW);
        }
        return Arrays.copyOf(seen, count[0]);
    }

    /** At most 60 pieces: a record for an even byte, garbage as long as it says for an odd one. */
    private static byte[] segment(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        out.put(new SegmentHeader(JournalFixture.IDENTITY, 1, SegmentHeader.Chain.START, Collections.emptySortedMap())
                .encode());
        RecordHeader header = new RecordHeader(JournalFixture.IDENTITY, 1);
        for (int piece = 0; piece < 60 && in.remaining() >= 8; piece++) {
            int kind = in.get();
            int length = Math.min(in.get() & 0x7F, in.remaining() - 6);
            if ((kind & 1) != 0) {
                byte[] garbage = new byte[length];
                in.get(garbage);
                out.put(garbage);
                continue;
            }
            header.offset = in.getShort();
            header.synced = in.getShort();
            header.payloadBytes = (kind & 2) == 0 ? length : in.getShort();
            byte[] payload = new byte[Math.min(length, in.remaining())];
            in.get(payload);
            header.payloadCrc = (kind & 4) == 0 ? Checksums.of(payload, 0, payload.length) : 7;
            header.format = kind >> 3 & 1;
            header.write(out);
            out.put(payload);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
