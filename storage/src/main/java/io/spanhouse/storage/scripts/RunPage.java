package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.Completeness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of runs.
 *
 * @param runs in order
 * @param cursor for the next page, null after the last
 * @param total how many runs there are on all pages
 * @param completeness whether all spans could be read
 */
public record RunPage(List<RunRow> runs, @Nullable String cursor, long total, Completeness completeness) {
    public RunPage {
        runs = List.copyOf(runs);
    }
}
