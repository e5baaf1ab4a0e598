package io.spanhouse.storage.filter;

import java.util.List;

/**
 * Which spans of the listed traces are wanted beside the traces' summaries.
 *
 * @param pipeline picks them; a trace that it leaves no spans of is listed without
 * @param spansMax most spans of each set, 1 to {@link #SPANS_MAX}: the earliest, ties by span id
 * @param values what is wanted of each
 */
public record SpanSelection(SpanPipeline pipeline, int spansMax, List<Operand> values) {
    /** Most spans of one set. */
    public static final int SPANS_MAX = 1_000;

    /** Most sets of one trace; those further are left out, and the answer says so. */
    public static final int SETS_MAX = 1_000;

    public SpanSelection {
        values = List.copyOf(values);
        if (spansMax < 1 || spansMax > SPANS_MAX) {
            throw new IllegalArgumentException("spansMax is " + spansMax + ", expected 1 to " + SPANS_MAX);
        }
    }
}
