package io.spanhouse.storage.filter;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A page of traces.
 *
 * @param traces in the order asked for
 * @param spans the sets of spans that were asked for, a list for each trace; empty if none were asked for
 * @param cursor for the next page; null when this is the last
 * @param total exact number of matching traces, if it was asked for and the answer is complete
 * @param completeness whether everything was looked at
 * @param statistics what was read
 */
public record SearchAnswer(
        List<TraceSummary> traces,
        List<List<SpanSetMatch>> spans,
        @Nullable String cursor,
        OptionalLong total,
        Completeness completeness,
        ScanStatistics statistics) {
    public SearchAnswer {
        traces = List.copyOf(traces);
        spans = List.copyOf(spans);
    }

    /** Traces without their spans. */
    public SearchAnswer(
            List<TraceSummary> traces,
            @Nullable String cursor,
            OptionalLong total,
            Completeness completeness,
            ScanStatistics statistics) {
        this(traces, List.of(), cursor, total, completeness, statistics);
    }
}
