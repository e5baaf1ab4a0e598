package io.spanhouse.storage.scripts;

import org.jspecify.annotations.Nullable;

/**
 * A page of runs.
 *
 * @param selection which
 * @param order in which order
 * @param limit most runs of the page, 1 to {@link #LIMIT_MAX}
 * @param cursor of the page before, null for the first
 */
public record RunRequest(
        RunSelection selection,
        RunOrder order,
        int limit,
        @Nullable String cursor) {
    /** Most runs of a page. */
    public static final int LIMIT_MAX = 1_000;
}
