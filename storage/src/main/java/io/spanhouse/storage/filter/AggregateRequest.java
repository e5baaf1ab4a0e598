package io.spanhouse.storage.filter;

import java.util.List;

/**
 * Spans to be counted by what they have in common.
 *
 * @param project the project's number
 * @param window spans whose start lies in it
 * @param condition which spans
 * @param groupBy what makes a group; a span with several values of an operand is in several groups, one without is in
 *     the group of the absent value
 * @param limit most groups, 1 to {@link #LIMIT_MAX}; those with most spans are kept, ties by key
 * @param visibility whose spans may be seen
 */
public record AggregateRequest(
        int project,
        TimeWindow window,
        SpanCondition condition,
        List<Operand> groupBy,
        int limit,
        Visibility visibility) {
    /** Most groups of one answer. */
    public static final int LIMIT_MAX = 100_000;

    public AggregateRequest {
        groupBy = List.copyOf(groupBy);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + LIMIT_MAX);
        }
    }
}
