package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.TimeWindow;

/**
 * Which logs of a script are meant. The window of the runs says which runs; their logs then count in full, whenever they
 * were written.
 *
 * @param runs of which runs; filters and search of it hold for runs
 * @param filters on the logs' columns
 * @param search in their searched columns, whatever the case of letters; empty for all
 */
public record LogSelection(RunSelection runs, FilterSet<LogColumn> filters, String search) {
    /** The same of the runs of another window. */
    public LogSelection in(TimeWindow other) {
        return new LogSelection(runs.in(other), filters, search);
    }
}
