package io.spanhouse.storage.model;

import org.jspecify.annotations.Nullable;

/**
 * Attribute pairs (key, type, value) by a dense code. A row's attributes are a stream of these codes, so a value is
 * hashed once per table and not once per row.
 *
 * <p>Values of keys that hardly repeat are not interned: two codes of one table may be the same pair. Equality of codes
 * means equality of pairs, difference of codes does not mean difference of pairs.
 */
public interface PairTable {
    /** Number of codes; valid codes are 0 to {@code size() - 1}. */
    int size();

    /** The key's code in the {@link StringTable} of the same {@link SpanRows}. */
    int key(int code);

    /** The {@link ValueType#code()} of the pair's value. */
    byte type(int code);

    /**
     * Points {@code into} at the value's bytes as {@link ValueBytes} describes them; the table owns them. One that lies
     * elsewhere is read.
     *
     * @throws StoreException as {@link DistantValue#read} does
     */
    void value(int code, ByteSlice into);

    /** The pair's value if it lies elsewhere; null if it is here, as nearly all are. Such a pair is never interned. */
    default @Nullable DistantValue distant(int code) {
        return null;
    }
}
