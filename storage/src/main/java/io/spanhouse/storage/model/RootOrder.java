package io.spanhouse.storage.model;

/**
 * Which span of a trace is its root: of those without a parent the one with the earliest start, of these the one with the
 * least span id, both unsigned. A start that was not given comes after all that were.
 */
public final class RootOrder {
    private RootOrder() {}

    /** Whether the first of two spans without a parent goes before the other; false if neither does. */
    public static boolean precedes(long startNanos, long spanId, long otherStartNanos, long otherSpanId) {
        // 0, which is "not given", minus 1 is the greatest unsigned number.
        int byStart = Long.compareUnsigned(startNanos - 1, otherStartNanos - 1);
        return byStart != 0 ? byStart < 0 : Long.compareUnsigned(spanId, otherSpanId) < 0;
    }
}
