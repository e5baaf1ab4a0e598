package io.spanhouse.storage.filter;

/**
 * Which groups are listed, and in which order: by what one measure comes to over the whole window. Groups without a value
 * come last, ties by key. Quantiles rank by the first of them, histograms by their number of values.
 *
 * @param measure number of the measure in the request
 * @param descending whether the greatest come first
 * @param limit most groups, 1 to {@link #LIMIT_MAX}
 */
public record Ranking(int measure, boolean descending, int limit) {
    /** Most groups of one answer. */
    public static final int LIMIT_MAX = 100_000;

    /** All groups that an answer can hold, those with the most of the first measure first. */
    public static final Ranking ALL = top(LIMIT_MAX);

    public Ranking {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + LIMIT_MAX);
        }
    }

    /** So many groups with the most of the first measure. */
    public static Ranking top(int limit) {
        return new Ranking(0, true, limit);
    }
}
