package io.spanhouse.storage.filter;

/**
 * A stretch of time, in unsigned nanoseconds since 1970.
 *
 * @param fromNanos first nanosecond inside
 * @param toNanos first nanosecond after; {@link #FOREVER} has none
 */
public record TimeWindow(long fromNanos, long toNanos) {
    /** All of time, the last representable nanosecond included. */
    public static final TimeWindow ALWAYS = new TimeWindow(0, -1L);

    /** As {@code toNanos}: no end. */
    public static final long FOREVER = -1L;

    /** Whether a time lies inside. */
    public boolean contains(long nanos) {
        return Long.compareUnsigned(nanos, fromNanos) >= 0
                && (toNanos == FOREVER || Long.compareUnsigned(nanos, toNanos) < 0);
    }

    /** Whether a stretch from {@code leastNanos} to {@code mostNanos}, both inside it, has any time in common. */
    public boolean overlaps(long leastNanos, long mostNanos) {
        return Long.compareUnsigned(mostNanos, fromNanos) >= 0
                && (toNanos == FOREVER || Long.compareUnsigned(leastNanos, toNanos) < 0);
    }
}
