package io.spanhouse.storage.block;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;

/**
 * How many events or links come before every {@value #STEP}th row of a row group, so that those of one trace are found
 * without a look at all rows before it. Some 130 bytes a row group.
 *
 * @param before by step of rows
 */
record ElementCounts(int[] before) implements KeptParts.Part {
    /** Rows of a step: those of a frame of numbers, which is what a point read decodes. */
    static final int STEP = 1024;

    @Override
    public long bytes() {
        return (long) Integer.BYTES * before.length;
    }

    /** The counts of a row group, read once. */
    static ElementCounts of(GroupReader group, Field field, Level level) {
        return group.block()
                .kept(
                        KeptParts.Kind.ELEMENT_COUNTS,
                        group.part(),
                        level.ordinal(),
                        ElementCounts.class,
                        () -> read(group, field, level));
    }

    private static ElementCounts read(GroupReader group, Field field, Level level) {
        long[] counts = SpanDecoder.numbers(group, field, 0, group.rows());
        int[] before = new int[(counts.length + STEP - 1) / STEP];
        int sum = 0;
        for (int step = 0; step < before.length; step++) {
            before[step] = sum;
            sum = sum(group, level, sum, counts, 0, step * STEP, Math.min(counts.length, (step + 1) * STEP));
        }
        return new ElementCounts(before);
    }

    /**
     * Adds up how many elements rows {@code [from, to)} have.
     *
     * @param sum that is added to
     * @param firstRow row of the first count
     */
    static int sum(GroupReader group, Level level, int sum, long[] counts, int firstRow, int from, int to) {
        long all = sum;
        for (int row = from; row < to; row++) {
            long count = counts[row - firstRow];
            if (count < 0 || count > group.ownerCount(level) - all) {
                throw tooMany(group, level, all + count);
            }
            all += count;
        }
        return (int) all;
    }

    private static StoreException tooMany(GroupReader group, Level level, long found) {
        return new StoreException(
                FailureKind.CORRUPT,
                group.block().identity() + " row group " + group.part() + ": rows have " + found + " of level " + level
                        + ", expected " + group.ownerCount(level));
    }
}
