package io.spanhouse.storage.scan;

/**
 * A set of the rows of one row group: none, all, or those whose bit is set. Results of conditions are never changed once
 * they are made, so sets may be shared.
 */
final class RowSet {
    private enum Kind {
        NONE,
        ALL,
        SOME
    }

    private static final long[] NO_WORDS = new long[0];

    private final Kind kind;
    private final int size;
    private final long[] words;

    private RowSet(Kind kind, int size, long[] words) {
        this.kind = kind;
        this.size = size;
        this.words = words;
    }

    /** No row of so many. */
    static RowSet none(int size) {
        return new RowSet(Kind.NONE, size, NO_WORDS);
    }

    /** All rows of so many. */
    static RowSet all(int size) {
        return new RowSet(Kind.ALL, size, NO_WORDS);
    }

    /** The rows whose bits are set; the array is taken over. Bits past the size must be 0. */
    static RowSet of(long[] words, int size) {
        return new RowSet(Kind.SOME, size, words);
    }

    /** An array of no bits for so many rows. */
    static long[] words(int size) {
        return new long[size + Long.SIZE - 1 >>> 6];
    }

    /** Sets a bit. */
    static void set(long[] words, int row) {
        words[row >>> 6] |= 1L << row;
    }

    /** Whether certainly no row is in it. */
    boolean isNone() {
        return kind == Kind.NONE;
    }

    /** Whether certainly all rows are in it. */
    boolean isAll() {
        return kind == Kind.ALL;
    }

    int size() {
        return size;
    }

    boolean has(int row) {
        return kind == Kind.ALL || kind == Kind.SOME && (words[row >>> 6] >>> row & 1) != 0;
    }

    RowSet and(RowSet other) {
        if (isNone() || other.isAll()) {
            return this;
        }
        if (other.isNone() || isAll()) {
            return other;
        }
        long[] both = new long[words.length];
        long any = 0;
        for (int i = 0; i < both.length; i++) {
            both[i] = words[i] & other.words[i];
            any |= both[i];
        }
        return any == 0 ? none(size) : of(both, size);
    }

    RowSet or(RowSet other) {
        if (isAll() || other.isNone()) {
            return this;
        }
        if (other.isAll() || isNone()) {
            return other;
        }
        long[] either = new long[words.length];
        for (int i = 0; i < either.length; i++) {
            either[i] = words[i] | other.words[i];
        }
        return of(either, size);
    }

    RowSet not() {
        if (kind != Kind.SOME) {
            return isNone() ? all(size) : none(size);
        }
        long[] others = new long[words.length];
        for (int i = 0; i < others.length; i++) {
            others[i] = ~words[i];
        }
        if ((size & 63) != 0) {
            others[others.length - 1] &= (1L << size) - 1;
        }
        return of(others, size);
    }

    /** Number of rows of {@code [from, to)} in the set. */
    int count(int from, int to) {
        if (kind != Kind.SOME) {
            return isNone() ? 0 : to - from;
        }
        if (from >= to) {
            return 0;
        }
        int first = from >>> 6;
        int last = to - 1 >>> 6;
        long fromMask = -1L << from;
        long toMask = -1L >>> -to;
        if (first == last) {
            return Long.bitCount(words[first] & fromMask & toMask);
        }
        int count = Long.bitCount(words[first] & fromMask) + Long.bitCount(words[last] & toMask);
        for (int i = first + 1; i < last; i++) {
            count += Long.bitCount(words[i]);
        }
        return count;
    }

    /** The first row of the set from {@code row} on, {@link #size()} if there is none. */
    int next(int row) {
        if (kind != Kind.SOME) {
            return isNone() ? size : Math.min(row, size);
        }
        if (row >= size) {
            return size;
        }
        int word = row >>> 6;
        long rest = words[word] & -1L << row;
        while (rest == 0) {
            if (++word == words.length) {
                return size;
            }
            rest = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }
}
