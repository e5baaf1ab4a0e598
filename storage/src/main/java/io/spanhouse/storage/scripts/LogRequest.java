package io.spanhouse.storage.scripts;

import org.jspecify.annotations.Nullable;

/**
 * A page of logs, by their times.
 *
 * @param selection which
 * @param descending newest first
 * @param limit most logs of the page, 1 to {@link RunRequest#LIMIT_MAX}
 * @param cursor of the page before, null for the first
 */
public record LogRequest(
        LogSelection selection,
        boolean descending,
        int limit,
        @Nullable String cursor) {}
