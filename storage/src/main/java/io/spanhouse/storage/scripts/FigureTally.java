package io.spanhouse.storage.scripts;

import java.util.Arrays;
import java.util.OptionalLong;

/** Adds runs up to figures: 8 bytes for each that succeeded. */
final class FigureTally {
    private static final int PERCENT = 100;

    private long runs;
    private long failed;
    private int succeeded;
    private long[] durations = new long[16];

    void add(RunState run) {
        runs++;
        if (run.status == RunStatus.FAILED) {
            failed++;
        } else if (run.status == RunStatus.SUCCESS) {
            if (succeeded == durations.length) {
                durations = Arrays.copyOf(durations, 2 * succeeded);
            }
            // With the sign bit turned over the order of signed numbers is that of unsigned ones.
            durations[succeeded++] = run.responseNanos() ^ Long.MIN_VALUE;
        }
    }

    RunFigures figures() {
        long[] sorted = Arrays.copyOf(durations, succeeded);
        Arrays.parallelSort(sorted);
        return new RunFigures(runs, succeeded, failed, rank(sorted, 90), rank(sorted, 99));
    }

    /** Nearest rank: the value at place ceil(p * n), from 1. */
    private static OptionalLong rank(long[] sorted, int percent) {
        if (sorted.length == 0) {
            return OptionalLong.empty();
        }
        long place = ((long) sorted.length * percent + PERCENT - 1) / PERCENT;
        return OptionalLong.of(sorted[(int) place - 1] ^ Long.MIN_VALUE);
    }

    /** The step that has a time, -1 if none does. */
    static int step(long[] bounds, long nanos) {
        int low = 0;
        int high = bounds.length - 1;
        if (high < 1 || Long.compareUnsigned(nanos, bounds[0]) < 0 || Long.compareUnsigned(nanos, bounds[high]) >= 0) {
            return -1;
        }
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(nanos, bounds[middle]) >= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
