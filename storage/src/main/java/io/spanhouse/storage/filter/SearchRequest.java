package io.spanhouse.storage.filter;

import org.jspecify.annotations.Nullable;

/**
 * A list of traces to be found.
 *
 * @param project the project's number
 * @param window traces whose start lies in it
 * @param predicate what they must meet
 * @param order how they are listed
 * @param limit most traces to list; 1 to {@link #LIMIT_MAX}
 * @param cursor where the page before ended, from {@link SearchAnswer#cursor()}; null for the first page
 * @param withTotal whether the exact number of matching traces is wanted
 * @param visibility whose spans may be seen
 * @param spans which spans of the listed traces are wanted; null for none
 */
public record SearchRequest(
        int project,
        TimeWindow window,
        TracePredicate predicate,
        TraceOrder order,
        int limit,
        @Nullable String cursor,
        boolean withTotal,
        Visibility visibility,
        @Nullable SpanSelection spans) {
    /** Most traces on one page. */
    public static final int LIMIT_MAX = 10_000;

    /** Most spans of one page. */
    public static final int SPANS_MAX = 100_000;

    public SearchRequest {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + LIMIT_MAX);
        }
        if (spans != null && (long) limit * spans.spansMax() > SPANS_MAX) {
            throw new IllegalArgumentException("limit is " + limit + " with " + spans.spansMax()
                    + " spans of each set, expected at most " + SPANS_MAX + " spans together");
        }
    }

    /** Traces without their spans. */
    public SearchRequest(
            int project,
            TimeWindow window,
            TracePredicate predicate,
            TraceOrder order,
            int limit,
            @Nullable String cursor,
            boolean withTotal,
            Visibility visibility) {
        this(project, window, predicate, order, limit, cursor, withTotal, visibility, null);
    }

    /** The newest traces of a project that meet a predicate, everything visible. */
    public static SearchRequest newest(int project, TracePredicate predicate, int limit) {
        return new SearchRequest(
                project, TimeWindow.ALWAYS, predicate, TraceOrder.NEWEST, limit, null, false, Visibility.ALL);
    }
}
