package io.spanhouse.storage.block;

/**
 * Which events, or links, some rows of a row group have: those of a row lie behind those of the rows before it. Not
 * thread-safe.
 */
final class RowElements {
    private final GroupReader group;
    private final Field field;
    private final Level level;
    private long[] counts = new long[0];
    private int countsFrom;
    private int first;
    private int last;

    /**
     * Elements of a row group.
     *
     * @param field how many a row has
     */
    RowElements(GroupReader group, Field field, Level level) {
        this.group = group;
        this.field = field;
        this.level = level;
    }

    /** Finds those of rows {@code [from, to)}. */
    void find(int from, int to) {
        int step = from / ElementCounts.STEP;
        countsFrom = step * ElementCounts.STEP;
        if (group.ownerCount(level) == 0) {
            first = 0;
            last = 0;
            return;
        }
        int before = 0;
        if (step > 0 && group.block().keepsParts()) {
            before = ElementCounts.of(group, field, level).before()[step];
        } else {
            countsFrom = 0;
        }
        counts = SpanDecoder.numbers(group, field, countsFrom, to);
        first = ElementCounts.sum(group, level, before, counts, countsFrom, countsFrom, from);
        last = ElementCounts.sum(group, level, first, counts, countsFrom, from, to);
    }

    /** The first element. */
    int first() {
        return first;
    }

    /** The element after the last. */
    int last() {
        return last;
    }

    /** How many elements a row has. */
    long count(int row) {
        return first == last ? 0 : counts[row - countsFrom];
    }
}
