package io.spanhouse.storage.block;

/**
 * Ids that are kept raw, in slices so that a reader of a few rows does not read them all.
 *
 * <pre>
 * column of the key  = slice for trace ids, 65,536 + slice for span ids; 2,048 ids a slice, the last has what is left
 * slice of trace ids = (first half u64, second half u64) of each fragment, little-endian
 * slice of span ids  = u64 of each row
 * </pre>
 */
enum IdColumn {
    /** Two numbers a fragment. */
    TRACE_ID(2),
    /** One number a row. */
    SPAN_ID(1);

    /** Ids in a slice; the last has what is left. */
    static final int SLICE = 2048;

    private final int longs;

    IdColumn(int longs) {
        this.longs = longs;
    }

    /** 8-byte numbers of an id. */
    int longs() {
        return longs;
    }

    /** Bytes of an id. */
    int bytes() {
        return longs * Long.BYTES;
    }

    /** The column number of a slice's key: all slices of trace ids come before those of span ids. */
    int column(int slice) {
        return ordinal() << 16 | slice;
    }

    /** Slices that so many ids take. */
    static int slices(int ids) {
        return (ids + SLICE - 1) / SLICE;
    }
}
