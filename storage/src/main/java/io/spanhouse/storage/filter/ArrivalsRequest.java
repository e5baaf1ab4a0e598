package io.spanhouse.storage.filter;

import org.jspecify.annotations.Nullable;

/**
 * Traces that got spans since a point in time and meet a predicate now, on all their spans.
 *
 * @param project the project's number
 * @param predicate what they must meet
 * @param limit most traces to list, 1 to {@link SearchRequest#LIMIT_MAX}: those that start last
 * @param since where the last look ended, from {@link ArrivalsAnswer#next()}; null to begin now, with nothing
 * @param visibility whose spans may be seen
 */
public record ArrivalsRequest(
        int project,
        TracePredicate predicate,
        int limit,
        @Nullable String since,
        Visibility visibility) {
    public ArrivalsRequest {
        if (limit < 1 || limit > SearchRequest.LIMIT_MAX) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + SearchRequest.LIMIT_MAX);
        }
    }
}
