package io.spanhouse.storage.model;

/**
 * Byte strings by a dense code: names, keys, trace states, messages, schema URLs. Code 0 is always the empty string, so
 * that a field that was not sent costs nothing. Text is UTF-8. Two codes of one table may hold equal bytes.
 */
public interface StringTable {
    /** Number of codes; valid codes are 0 to {@code size() - 1}. */
    int size();

    /** Points {@code into} at the bytes of {@code code}, which the table owns. */
    void get(int code, ByteSlice into);

    /** The bytes of {@code code} as text; allocates, so not for hot paths. */
    default String text(int code) {
        ByteSlice slice = new ByteSlice();
        get(code, slice);
        return slice.utf8();
    }
}
