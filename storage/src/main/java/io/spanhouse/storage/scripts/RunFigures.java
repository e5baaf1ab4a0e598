package io.spanhouse.storage.scripts;

import java.util.OptionalLong;

/**
 * Figures of some runs.
 *
 * @param runs all of them
 * @param succeeded those that succeeded
 * @param failed those that failed
 * @param p90Nanos what nine of ten runs that succeeded took at most, nearest rank; empty if none did
 * @param p99Nanos what 99 of 100 took
 */
public record RunFigures(long runs, long succeeded, long failed, OptionalLong p90Nanos, OptionalLong p99Nanos) {
    /** Of no runs. */
    public static final RunFigures NONE = new RunFigures(0, 0, 0, OptionalLong.empty(), OptionalLong.empty());

    /** Those that have not ended. */
    public long inProgress() {
        return runs - succeeded - failed;
    }
}
