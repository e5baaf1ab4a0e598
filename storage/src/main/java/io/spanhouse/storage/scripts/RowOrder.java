package io.spanhouse.storage.scripts;

/** An order of numbered rows: by a key, ties by what tells any two rows apart. */
interface RowOrder {
    /** The row's key; a smaller one, unsigned, comes first. */
    long key(int row);

    /** The order of two rows with the same key. */
    int compareTies(int row, int other);

    /** Whether a row comes before another. */
    default boolean isBefore(long key, int row, long otherKey, int other) {
        int order = Long.compareUnsigned(key, otherKey);
        return order != 0 ? order < 0 : compareTies(row, other) < 0;
    }
}
