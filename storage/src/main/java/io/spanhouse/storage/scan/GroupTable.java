package io.spanhouse.storage.scan;

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

    private final TupleTable keys;
    private final int[] key;
    private int size;
    private long[] spans = new long[16];
    private long[] errors = new long[16];
    private long[] firstStart = new long[16];
    private long[] lastStart = new long[16];
    private long[] durationMax = new long[16];
    private long[] exampleHigh = new long[16];
    private long[] exampleLow = new long[16];

    /** A table of keys of so many values. */
    GroupTable(int width) {
        keys = new TupleTable(width);
        key = new int[width];
    }

    int size() {
        return size;
    }

    int key(int group, int position) {
        return keys.get(group, position);
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
    int group(int[] wanted) {
        int group = keys.number(wanted);
        if (group == size) {
            add();
        }
        return group;
    }

    private void add() {
        if (size == GROUPS_MAX) {
            throw new StoreException(FailureKind.TOO_LARGE, "there are more than " + GROUPS_MAX + " groups");
        }
        if (size == spans.length) {
            grow();
        }
        // The greatest id, so that any span becomes the example.
        exampleHigh[size] = -1L;
        exampleLow[size] = -1L;
        size++;
    }

    /** Counts one span. */
    void add(int group, long startNanos, long durationNanos, boolean failed, long idHigh, long idLow) {
        spans[group]++;
        errors[group] += failed ? 1 : 0;
        merge(group, startNanos, startNanos, durationNanos, idHigh, idLow);
    }

    /**
     * Counts many spans whose example is not known.
     *
     * @param first earliest start, 0 if none was given
     * @param last latest start
     */
    void add(int group, long spanCount, long errorCount, long first, long last, long duration) {
        spans[group] += spanCount;
        errors[group] += errorCount;
        merge(group, first, last, duration, -1L, -1L);
    }

    /** Adds all groups of another table. */
    void addAll(GroupTable other) {
        for (int from = 0; from < other.size; from++) {
            other.keys.get(from, key);
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

    /** Takes examples from another table for groups that are here; nothing is counted. */
    void takeExamples(GroupTable other) {
        for (int from = 0; from < other.size; from++) {
            other.keys.get(from, key);
            int group = group(key);
            if (other.lastStart[from] == lastStart[group]) {
                merge(group, 0, lastStart[group], 0, other.exampleHigh[from], other.exampleLow[from]);
            }
        }
    }

    private void merge(int group, long first, long last, long duration, long idHigh, long idLow) {
        firstStart[group] = TraceNumbers.earlier(firstStart[group], first);
        if (duration > durationMax[group]) {
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

    private void grow() {
        int capacity = spans.length * 2;
        spans = Arrays.copyOf(spans, capacity);
        errors = Arrays.copyOf(errors, capacity);
        firstStart = Arrays.copyOf(firstStart, capacity);
        lastStart = Arrays.copyOf(lastStart, capacity);
        durationMax = Arrays.copyOf(durationMax, capacity);
        exampleHigh = Arrays.copyOf(exampleHigh, capacity);
        exampleLow = Arrays.copyOf(exampleLow, capacity);
    }
}
