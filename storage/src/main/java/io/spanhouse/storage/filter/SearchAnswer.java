package io.spanhouse.storage.filter;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A page of traces.
 *
 * @param traces in the order asked for
 * @param cursor for the next page; null when this is the last
 * @param total exact number of matching traces, if it was asked for and the answer is complete
 * @param completeness whether everything was looked at
 * @param statistics what was read
 */
public record SearchAnswer(
        List<TraceSummary> traces,
        @Nullable String cursor,
        OptionalLong total,
        Completeness completeness,
        ScanStatistics statistics) {
    public SearchAnswer {
        traces = List.copyOf(traces);
    }
}
