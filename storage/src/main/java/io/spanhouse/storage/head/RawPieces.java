package io.spanhouse.storage.head;

import io.spanhouse.storage.journal.FrameCodec;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SentPieces;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.SpanHalves;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The pieces of a merged row as they were sent, a frame in {@link SentPieces}. Any thread. */
public final class RawPieces {
    /** Most pieces of one row; a further one stands beside it. */
    static final int PIECES_MAX = 64;

    /** Most bytes of one row's pieces. */
    static final int BYTES_MAX = 1 << 20;

    private RawPieces() {}

    /**
     * The pieces of a merged row, in the order they came.
     *
     * @param position where the row has them, of {@link SentPieces#position}
     * @throws StoreException if they are damaged
     */
    public static SpanBatch of(SpanRows rows, int position) {
        ByteSlice frame = new ByteSlice();
        rows.pairs().value(rows.attribute(position), frame);
        return FrameCodec.decode(frame);
    }

    /** Whether a piece was sent before and is in a row, which may be one of several pieces or just that one. */
    static boolean contains(SpanRows rows, int row, SpanRows batch, int piece) {
        int position = SentPieces.position(rows, row);
        if (position == SentPieces.NOTHING) {
            return SpanHalves.repeats(rows, row, batch, piece);
        }
        SpanBatch sent = of(rows, position);
        for (int i = 0; i < sent.rowCount(); i++) {
            if (SpanHalves.repeats(sent, i, batch, piece)) {
                return true;
            }
        }
        return false;
    }

    /** The pieces of a row and one more, as bytes; null if they are too many. */
    static byte @Nullable [] with(SpanRows rows, int row, SpanRows batch, int piece) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int position = SentPieces.position(rows, row);
        if (position == SentPieces.NOTHING) {
            new SpanCopier(rows, builder).copy(row);
        } else {
            SpanBatch sent = of(rows, position);
            if (sent.rowCount() >= PIECES_MAX) {
                return null;
            }
            SpanCopier copier = new SpanCopier(sent, builder);
            for (int i = 0; i < sent.rowCount(); i++) {
                copier.copy(i);
            }
        }
        new SpanCopier(batch, builder).copy(piece);
        if (builder.byteCount() > BYTES_MAX) {
            return null;
        }
        ByteBuffer frame = FrameCodec.encode(builder.build());
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
