package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.IntColumn;
import java.util.Arrays;

/**
 * Where the values of a frame's pairs that are longer than {@link DistantValue#LONGER_THAN} lie in it, so that they can be
 * read from the journal one by one. Filled by who writes or reads the frame; nearly always empty.
 */
public final class LongValues {
    private final IntColumn pairs = new IntColumn(0);
    private final IntColumn offsets = new IntColumn(0);

    /** Notes a value if it is long; pairs ascend. */
    void note(int pair, int offset, int length) {
        if (length > DistantValue.LONGER_THAN) {
            pairs.add(pair);
            offsets.add(offset);
        }
    }

    /** Byte of the frame where the value of a pair starts; -1 if it is not long. */
    public int offset(int pair) {
        int found = Arrays.binarySearch(pairs.array(), 0, pairs.size(), pair);
        return found < 0 ? -1 : offsets.get(found);
    }
}
