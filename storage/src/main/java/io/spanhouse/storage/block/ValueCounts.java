package io.spanhouse.storage.block;

import io.spanhouse.storage.model.IntColumn;

/**
 * How many values of each attribute column come before every {@value #STEP}th owner of a level in a row group, so that the
 * values of one trace are found without a look at the shapes of all owners before it. Some 10 KiB a row group.
 *
 * @param before by step of owners, then by position of the column in the header
 */
record ValueCounts(int[][] before) implements KeptParts.Part {
    /** Owners of a step: those of a frame of numbers, which is what a point read decodes. */
    static final int STEP = 1024;

    @Override
    public long bytes() {
        return before.length == 0 ? 0 : (long) Integer.BYTES * before.length * before[0].length;
    }

    /** The counts of a row group or table, read once. */
    static ValueCounts of(GroupReader group, Level level) {
        return group.block()
                .kept(
                        KeptParts.Kind.VALUE_COUNTS,
                        group.part(),
                        level.ordinal(),
                        ValueCounts.class,
                        () -> read(group, level));
    }

    private static ValueCounts read(GroupReader group, Level level) {
        GroupShapes shapes = new GroupShapes(group, level);
        int owners = group.ownerCount(level);
        int[][] before = new int[(owners + STEP - 1) / STEP][];
        int[] sums = new int[group.header().numbers.size()];
        IntColumn counts = new IntColumn(Math.max(1, sums.length));
        for (int step = 0; step < before.length; step++) {
            before[step] = sums.clone();
            shapes.countValues(step * STEP, Math.min(owners, (step + 1) * STEP), counts);
            for (int position = 0; position < sums.length; position++) {
                sums[position] += counts.get(position);
            }
        }
        return new ValueCounts(before);
    }
}
