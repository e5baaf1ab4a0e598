package io.spanhouse.deploy.load;

/**
 * Times in buckets that are 1/32 of their power of two wide: a quantile is right to 3 %, and memory is bounded however many
 * there are. Not thread-safe.
 */
public final class Latencies {
    private static final int STEPS_BITS = 5;
    private static final int STEPS = 1 << STEPS_BITS;

    private final long[] counts = new long[Long.SIZE * STEPS];
    private long count;
    private long mostNanos;

    /** Counts one. */
    public void add(long nanos) {
        long time = Math.max(0, nanos);
        counts[bucket(time)]++;
        count++;
        mostNanos = Math.max(mostNanos, time);
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** The longest. */
    public long mostNanos() {
        return mostNanos;
    }

    /** The time that this share of them does not exceed; 0 if there are none. */
    public long quantileNanos(double share) {
        long rank = (long) Math.ceil(share * count);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= rank && seen > 0) {
                return Math.min(mostNanos, most(bucket));
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int shift = Long.SIZE - 1 - STEPS_BITS - Long.numberOfLeadingZeros(nanos);
        return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
    }

    private static long most(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((long) (bucket % STEPS + STEPS + 1) << shift) - 1;
    }
}
