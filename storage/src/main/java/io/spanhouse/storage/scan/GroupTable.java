package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.Arrays;

/**
 * Groups of spans and their figures, as columns, found by a key of value numbers. Costs about 70 bytes a group. Not
 * thread-safe: each unit of work fills one of its own, which is then added to the query's.
 */
final class GroupTable {
    /** Most groups of one query. */
    static final int GROUPS_MAX = 1_000_000;

    private final int width;
    private int size;
    private int[] keys;
    private long[] spans = new long[16];
    private long[] errors = new long[16];
    private long[] firstStart = new long[16];
    private long[] lastStart = new long[16];
    private long[] durationMax = new long[16];
    private long[] exampleHigh = new long[16];
    private long[] exampleLow = new long[16];
    /** Group + 1 by hash, 0 = free; at most half full. */
    private int[] slots = new int[64];

    /** A table of keys of so many values. */
    GroupTable(int width) {
        this.width = width;
        this.keys = new int[16 * width];
    }

    int size() {
        return size;
    }

    int key(int group, int position) {
        return keys[group * width + position];
    }

    long spans(int group) {
        return spans[group];
    }

    long errors(int group) {
        return errors[group];
    }

    long firstStart(int group) {
        return firstStart[group];
    }

    long lastStart(int group) {
        return lastStart[group];
    }

    long durationMax(int group) {
        return durationMax[group];
    }

    TraceId example(int group) {
        return new TraceId(exampleHigh[group], exampleLow[group]);
    }

    /**
     * The group with a key, new if there is none.
     *
     * @throws StoreException TOO_LARGE if there are more than {@link #GROUPS_MAX}
     */
    int group(int[] key) {
        int mask = slots.length - 1;
        int slot = hash(key, 0) & mask;
        while (slots[slot] != 0) {
            int group = slots[slot] - 1;
            if (Arrays.equals(keys, group * width, (group + 1) * width, key, 0, width)) {
                return group;
            }
            slot = slot + 1 & mask;
        }
        int group = append(key);
        slots[slot] = group + 1;
        if (size * 2 > slots.length) {
            rehash();
        }
        return group;
    }

    /** Counts one span. */
    void add(int group, long startNanos, long durationNanos, boolean failed, long idHigh, long idLow) {
        spans[group]++;
        errors[group] += failed ? 1 : 0;
        merge(group, startNanos, startNanos, durationNanos, idHigh, idLow);
    }

    /** Adds all groups of another table. */
    void addAll(GroupTable other) {
        int[] key = new int[width];
        for (int from = 0; from < other.size; from++) {
            System.arraycopy(other.keys, from * width, key, 0, width);
            int group = group(key);
            spans[group] += other.spans[from];
            errors[group] += other.errors[from];
            merge(
                    group,
                    other.firstStart[from],
                    other.lastStart[from],
                    other.durationMax[from],
                    other.exampleHigh[from],
                    other.exampleLow[from]);
        }
    }

    private void merge(int group, long first, long last, long duration, long idHigh, long idLow) {
        firstStart[group] = TraceNumbers.earlier(firstStart[group], first);
        if (Long.compareUnsigned(duration, durationMax[group]) > 0) {
            durationMax[group] = duration;
        }
        int byStart = Long.compareUnsigned(last, lastStart[group]);
        if (byStart > 0 || byStart == 0 && lessThanExample(group, idHigh, idLow)) {
            lastStart[group] = last;
            exampleHigh[group] = idHigh;
            exampleLow[group] = idLow;
        }
    }

    private boolean lessThanExample(int group, long idHigh, long idLow) {
        int byHigh = Long.compareUnsigned(idHigh, exampleHigh[group]);
        return byHigh < 0 || byHigh == 0 && Long.compareUnsigned(idLow, exampleLow[group]) < 0;
    }

    private int append(int[] key) {
        if (size == GROUPS_MAX) {
            throw new StoreException(FailureKind.TOO_LARGE, "there are more than " + GROUPS_MAX + " groups");
        }
        if (size == spans.length) {
            grow();
        }
        System.arraycopy(key, 0, keys, size * width, width);
        // The greatest id, so that the first span of start 0 becomes the example.
        exampleHigh[size] = -1L;
        exampleLow[size] = -1L;
        return size++;
    }

    private void grow() {
        int capacity = spans.length * 2;
        keys = Arrays.copyOf(keys, capacity * width);
        spans = Arrays.copyOf(spans, capacity);
        errors = Arrays.copyOf(errors, capacity);
        firstStart = Arrays.copyOf(firstStart, capacity);
        lastStart = Arrays.copyOf(lastStart, capacity);
        durationMax = Arrays.copyOf(durationMax, capacity);
        exampleHigh = Arrays.copyOf(exampleHigh, capacity);
        exampleLow = Arrays.copyOf(exampleLow, capacity);
    }

    private int hash(int[] array, int offset) {
        long hash = width;
        for (int i = offset; i < offset + width; i++) {
            hash = ByteHash.hash(hash, array[i]);
        }
        return (int) hash;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int group = 0; group < size; group++) {
            int slot = hash(keys, group * width) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = group + 1;
        }
    }
}
