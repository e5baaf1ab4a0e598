package io.spanhouse.storage.head;

import io.spanhouse.storage.model.SpanRows;

/** What blocks have of one trace. Used on the head's thread while it inserts one batch, and not kept. */
public interface OlderTrace {
    /** Values of the whole trace, from the row of its newest fragment. */
    WholeTrace values();

    /** How many fragments of the trace were there before its newest. */
    int rank();

    /** Sequence number of the bucket that its oldest fragment is in. */
    long firstBucket();

    /** Its newest fragment. */
    FragmentPlace newest();

    /** The span ids of all its fragments, in any order, repeats allowed. */
    long[] spanIds();

    /**
     * Shows all spans of all its fragments that have one of some ids, those of the oldest fragment first.
     *
     * @param sortedSpanIds the ids wanted, ascending as signed numbers
     */
    void spansWithIds(long[] sortedSpanIds, SpanVisitor visitor);

    /** Takes spans. */
    @FunctionalInterface
    interface SpanVisitor {
        /** One span; the rows are readable during the call. */
        void visit(SpanRows rows, int row);
    }
}
