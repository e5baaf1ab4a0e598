package io.spanhouse.storage.filter;

import java.util.List;

/**
 * Calls between services.
 *
 * @param edges by caller, then callee
 * @param completeness whether every trace was looked at
 * @param statistics what was read
 */
public record ServiceGraphAnswer(List<Edge> edges, Completeness completeness, ScanStatistics statistics) {
    public ServiceGraphAnswer {
        edges = List.copyOf(edges);
    }

    /**
     * All calls of one service by another.
     *
     * @param caller service of the parents, empty for none
     * @param callee service of the called spans, empty for none
     * @param calls number of called spans
     * @param errors number of those with status error
     * @param durationSum of their durations in nanoseconds; a decimal where 64 bits do not hold it
     * @param durationMaxNanos the longest
     * @param durations their quantiles 0.5, 0.95 and 0.99 by nearest rank
     */
    public record Edge(
            String caller,
            String callee,
            long calls,
            long errors,
            Figure durationSum,
            long durationMaxNanos,
            Figure.Quantiles durations) {}
}
