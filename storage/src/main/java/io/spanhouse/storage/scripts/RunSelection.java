package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.Visibility;

/**
 * Which runs of a script are meant.
 *
 * @param project number of the project
 * @param script the script's name
 * @param window when they were executed
 * @param filters on their columns
 * @param search in their searched columns, whatever the case of letters; empty for all
 * @param visibility whose spans may be seen
 */
public record RunSelection(
        int project,
        String script,
        TimeWindow window,
        FilterSet<RunColumn> filters,
        String search,
        Visibility visibility) {
    /** All runs of a script. */
    public static RunSelection all(int project, String script, Visibility visibility) {
        return new RunSelection(project, script, TimeWindow.ALWAYS, FilterSet.none(), "", visibility);
    }

    /** The same in another window. */
    public RunSelection in(TimeWindow other) {
        return new RunSelection(project, script, other, filters, search, visibility);
    }
}
