package io.spanhouse.storage.model;

/**
 * Which span of a trace is its root: of those without a parent the one with the earliest start, of these the one with the
 * least span id, both unsigned; a start that was not given is 0 here too, the earliest.
 */
public final class RootOrder {
    private RootOrder() {}

    /** Whether the first of two spans without a parent goes before the other; false if neither does. */
    public static boolean precedes(long startNanos, long spanId, long otherStartNanos, long otherSpanId) {
        int byStart = Long.compareUnsigned(startNanos, otherStartNanos);
        return byStart != 0 ? byStart < 0 : Long.compareUnsigned(spanId, otherSpanId) < 0;
    }
}
