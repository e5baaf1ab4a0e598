package io.spanhouse.query.cloudtrace;

import org.jspecify.annotations.Nullable;

/**
 * One term of a filter as written: {@code [+][^][key:]value}.
 *
 * @param position where it starts, counted from 1
 * @param exact whether it has a plus sign
 * @param onRoot whether it has a caret
 * @param key before the colon; null without one
 * @param value after it, or all
 */
record FilterTerm(
        int position,
        boolean exact,
        boolean onRoot,
        @Nullable String key,
        String value) {}
