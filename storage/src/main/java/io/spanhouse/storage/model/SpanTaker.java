package io.spanhouse.storage.model;

import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Is told of the spans of a project, as they come and go. Spans come in generations, numbers that grow through the life of a partition; a span
 * may come, go with its generation or its trace, and come again.
 */
public interface SpanTaker {
    /**
     * Some spans that are there; of a span whose events are all frames of a recording these may be left out.
     *
     * @param rows holds them, until this returns
     * @param list which rows
     * @param count how many of the list count
     * @param generation of all of them
     */
    void take(SpanRows rows, int[] list, int count, int partition, long generation);

    /** All spans that came with some generations are gone. */
    void forget(int partition, LongPredicate generations);

    /** All spans of some traces that came with an earlier generation than this are gone. */
    void forget(int partition, Set<TraceId> traces, long generationEnd);
}
