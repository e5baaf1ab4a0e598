package io.spanhouse.storage.filter;

/**
 * What a span has by the trace it is in. The tree is the one of {@link SpanSet.Related}; its numbers come from a walk over
 * all spans that are connected to a root, trees in the order of their roots, siblings by (start, span id), which counts up by
 * one when it enters and when it leaves a span.
 */
public enum TraceProperty {
    /** Earliest start of the trace, unsigned nanoseconds since 1970. */
    START,
    /** Latest end of the trace, unsigned nanoseconds since 1970. */
    END,
    /** End of the trace minus its start, in nanoseconds. */
    DURATION,
    /** Number of spans of the trace. */
    SPANS,
    /** Number of its spans with status error. */
    ERRORS,
    /** Name of the trace's root; absent while none has come. */
    ROOT_NAME,
    /** Service of the trace's root; absent while none has come. */
    ROOT_SERVICE,
    /** Number of spans whose parent the span is. */
    CHILD_COUNT,
    /** The count when the walk entered the span, from 1 on; 0 for a span that no root is an ancestor of. */
    NESTED_SET_LEFT,
    /** The count when the walk left the span; 0 for a span that no root is an ancestor of. */
    NESTED_SET_RIGHT,
    /** NESTED_SET_LEFT of the parent, -1 for a root; 0 for a span that no root is an ancestor of. */
    NESTED_SET_PARENT;

    /** Whether it is the same for all spans of a trace. */
    public boolean ofWholeTrace() {
        return ordinal() < CHILD_COUNT.ordinal();
    }

    /** Whether it is a number of things or a length of time, and no text or point in time. */
    public boolean isNumber() {
        return this != ROOT_NAME && this != ROOT_SERVICE && this != START && this != END;
    }
}
