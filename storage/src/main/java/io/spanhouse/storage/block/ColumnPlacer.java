package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;

/**
 * Decides where each encoded column of a row group goes: tiny ones into the header, those that hardly any owner has into
 * the one chunk of sparse columns, the rest into chunks of their own. Columns come in ascending order. Not thread-safe.
 */
final class ColumnPlacer {
    /** A payload of at most so many bytes goes into the header. */
    static final int INLINE_BYTES_MAX = 512;
    /** The header takes no more than this. */
    static final int INLINE_TOTAL_MAX = 16 << 10;
    /** A column with fewer values than one in so many owners is sparse. */
    static final int SPARSE_ONE_IN = 64;

    private final ChunkOutput output;
    private final Encoders encoders;
    private final GroupHeader header;
    private final ByteWriter payload = new ByteWriter(1 << 16);
    private final SparseColumns.Writer sparse = new SparseColumns.Writer();
    private int part;

    ColumnPlacer(ChunkOutput output, Encoders encoders, GroupHeader header) {
        this.output = output;
        this.encoders = encoders;
        this.header = header;
    }

    /** Starts the columns of a part. */
    void start(int newPart) {
        part = newPart;
        sparse.clear();
    }

    /** Starts a column; its payload goes into what this gives. */
    ByteWriter begin() {
        payload.truncate(0);
        return payload;
    }

    /**
     * Ends a column.
     *
     * @param kind of its chunk, if it gets one
     * @param owners how many spans, events or the like could have a value
     * @return its position in the header
     */
    int end(ChunkKind kind, int number, int values, int owners) {
        if (payload.size() <= INLINE_BYTES_MAX && header.inline.size() < INLINE_TOTAL_MAX) {
            header.inline.bytes(payload.array(), 0, payload.size());
            return header.add(number, values, GroupHeader.PLACE_INLINE);
        }
        if ((long) values * SPARSE_ONE_IN < owners) {
            sparse.begin().bytes(payload.array(), 0, payload.size());
            sparse.end();
            return header.add(number, values, GroupHeader.PLACE_SPARSE);
        }
        output.begin().bytes(payload.array(), 0, payload.size());
        output.end(kind, part, number);
        return header.add(number, values, GroupHeader.PLACE_OWN);
    }

    /** Writes the chunk of sparse columns, if there are any. */
    void finish() {
        if (sparse.size() == 0) {
            return;
        }
        sparse.write(encoders.numbers, output.begin());
        output.end(ChunkKind.SPARSE, part, 0);
    }
}
