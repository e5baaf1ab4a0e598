package io.spanhouse.storage.head;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which pairs the spans of a stretch of rows have as attributes. Most codes of a stretch are new in it, so they lie side by
 * side: these are kept as one range, of which at least half are there, and the others as a sorted list. About 2 bytes a row.
 * Immutable.
 */
final class StretchPairs {
    private final int[] listed;
    private final int from;
    private final int to;

    private StretchPairs(int[] listed, int from, int to) {
        this.listed = listed;
        this.from = from;
        this.to = to;
    }

    /** The pairs of rows {@code [first, end)}, which must be seen by whoever asks. */
    static StretchPairs of(Generation rows, int first, int end) {
        BitSet met = new BitSet();
        int last = rows.attributeEnd(end - 1);
        for (int i = rows.attributeStart(first); i < last; i++) {
            met.set(rows.attribute(i));
        }
        int[] codes = met.stream().toArray();
        int to = codes.length == 0 ? 0 : codes[codes.length - 1] + 1;
        int ranged = codes.length;
        for (int i = codes.length - 1; i >= 0; i--) {
            if (2L * (codes.length - i) >= to - codes[i]) {
                ranged = i;
            }
        }
        int from = ranged == codes.length ? to : codes[ranged];
        return new StretchPairs(Arrays.copyOf(codes, ranged), from, to);
    }

    /** Whether a pair may be among them; not certainly. */
    boolean mayHave(int pair) {
        return pair >= from ? pair < to : Arrays.binarySearch(listed, pair) >= 0;
    }

    long bytes() {
        return (long) Integer.BYTES * listed.length;
    }
}
