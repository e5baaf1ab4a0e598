package io.spanhouse.storage.block;

/**
 * What the directory says of a dictionary.
 *
 * @param mode how values are kept; only {@link DictionaryMode#SORTED} has entries
 * @param entries distinct values
 * @param pages pages they lie in
 * @param bytes bytes of all values together
 */
public record DictionaryInfo(DictionaryMode mode, int entries, int pages, long bytes) {
    /** Most entries of a sorted dictionary. */
    public static final int ENTRIES_MAX = 1 << 20;

    /** Most bytes of a sorted dictionary's values. */
    public static final int BYTES_MAX = 8 << 20;

    static final DictionaryInfo EMPTY = new DictionaryInfo(DictionaryMode.SORTED, 0, 0, 0);
}
