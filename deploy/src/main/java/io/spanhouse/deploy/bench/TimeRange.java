package io.spanhouse.deploy.bench;

/**
 * A stretch of time, nanoseconds since 1970.
 *
 * @param fromNanos its first nanosecond
 * @param toNanos the first one after it
 */
record TimeRange(long fromNanos, long toNanos) {
    /** All time. */
    static final TimeRange ALWAYS = new TimeRange(0, Long.MAX_VALUE);

    boolean has(long nanos) {
        return nanos >= fromNanos && nanos < toNanos;
    }
}
