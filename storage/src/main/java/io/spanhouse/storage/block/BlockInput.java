package io.spanhouse.storage.block;

import io.spanhouse.storage.model.SpanRows;

/**
 * What becomes one block: some rows of one project, in the order in which they are to lie.
 *
 * <p>Order of fragments: the ordinary ones first, by (whole start, trace id), unsigned; then the late ones, likewise. Late
 * are fragments that continue an older one, and those whose whole start is over an hour from receipt: they get row groups
 * of their own, so that they do not widen the bounds of the others. Order of rows within a fragment: {@link TreeOrder}.
 *
 * @param rows holds the rows, and perhaps others
 * @param order rows of the block in their order; {@link TraceRows#rowEnd} counts positions in it
 * @param orderLength how much of {@code order} counts
 * @param traces one for each fragment
 * @param ordinaryTraces how many fragments are ordinary; those from here on are late
 * @param generationFirst the generation that the rows come from
 * @param generationLast the last generation that they come from
 */
public record BlockInput(
        SpanRows rows,
        int[] order,
        int orderLength,
        TraceRows traces,
        int ordinaryTraces,
        long generationFirst,
        long generationLast) {}
