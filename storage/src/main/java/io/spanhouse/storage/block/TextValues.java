package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some values of a column of texts, by number. Short ones are here; a large one is read when it is asked for, so that these
 * take little memory however long the values are. Filled by {@link GroupReader#texts}, again and again; not thread-safe.
 */
public final class TextValues {
    private final TextArena shorts = new TextArena();
    private int[] largePositions = new int[4];
    private DistantValue[] larges = new DistantValue[4];
    private int largeCount;

    void clear() {
        shorts.clear();
        Arrays.fill(larges, 0, largeCount, null);
        largeCount = 0;
    }

    /** Where short values go, and something in the place of each large one. */
    TextArena shorts() {
        return shorts;
    }

    /** Notes that a value is a large one; in ascending order. */
    void large(int index, DistantValue value) {
        if (largeCount == larges.length) {
            larges = Arrays.copyOf(larges, largeCount * 2);
            largePositions = Arrays.copyOf(largePositions, largeCount * 2);
        }
        largePositions[largeCount] = index;
        larges[largeCount++] = value;
    }

    /** Number of values. */
    public int size() {
        return shorts.size();
    }

    /** A value that is large, null if it is short. */
    public @Nullable DistantValue large(int index) {
        int found = largeCount == 0 ? -1 : Arrays.binarySearch(largePositions, 0, largeCount, index);
        return found < 0 ? null : larges[found];
    }

    /** Points {@code into} at a value; valid until the next change. Reads a large one. */
    public void get(int index, ByteSlice into) {
        DistantValue large = large(index);
        if (large == null) {
            shorts.get(index, into);
        } else {
            into.set(large.read());
        }
    }
}
