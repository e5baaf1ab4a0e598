package io.spanhouse.storage.scripts;

import java.util.Arrays;
import java.util.OptionalLong;

/** Adds runs up to figures: 8 bytes for each that succeeded. */
final class FigureTally {
    private static final int PERCENT = 100;
    private static final int SORTED_AT_ONCE = 64;

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
        return new RunFigures(runs, succeeded, failed, rank(90), rank(99));
    }

    /** Nearest rank: the value at place ceil(p * n), from 1. */
    private OptionalLong rank(int percent) {
        if (succeeded == 0) {
            return OptionalLong.empty();
        }
        long place = ((long) succeeded * percent + PERCENT - 1) / PERCENT;
        return OptionalLong.of(select((int) place - 1) ^ Long.MIN_VALUE);
    }

    /** Moves values until the one at a place is that which would be there if all were sorted: linear time as a rule. */
    private long select(int place) {
        int low = 0;
        int high = succeeded - 1;
        while (high - low > SORTED_AT_ONCE) {
            long middle = middle(durations[low], durations[low + high >>> 1], durations[high]);
            int left = low;
            int right = high;
            while (left <= right) {
                while (durations[left] < middle) {
                    left++;
                }
                while (durations[right] > middle) {
                    right--;
                }
                if (left <= right) {
                    long moved = durations[left];
                    durations[left++] = durations[right];
                    durations[right--] = moved;
                }
            }
            if (place <= right) {
                high = right;
            } else if (place >= left) {
                low = left;
            } else {
                return durations[place];
            }
        }
        Arrays.sort(durations, low, high + 1);
        return durations[place];
    }

    private static long middle(long one, long two, long three) {
        return Math.max(Math.min(one, two), Math.min(Math.max(one, two), three));
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
