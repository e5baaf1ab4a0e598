package io.spanhouse.storage.filter;

import java.util.List;

/**
 * Traces that got spans.
 *
 * @param traces those that match, as they are now, the newest first
 * @param matched how many match, listed or not
 * @param next where the next look begins
 * @param completeness whether everything that came was looked at; what was not is not looked at again
 * @param statistics what was read
 */
public record ArrivalsAnswer(
        List<TraceSummary> traces, long matched, String next, Completeness completeness, ScanStatistics statistics) {
    public ArrivalsAnswer {
        traces = List.copyOf(traces);
    }
}
