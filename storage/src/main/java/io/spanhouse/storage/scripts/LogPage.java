package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.Completeness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of logs.
 *
 * @param logs in order
 * @param cursor for the next page, null after the last
 * @param total how many logs there are on all pages
 * @param completeness whether all spans could be read
 */
public record LogPage(List<LogRow> logs, @Nullable String cursor, long total, Completeness completeness) {
    public LogPage {
        logs = List.copyOf(logs);
    }
}
