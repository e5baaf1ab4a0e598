package io.spanhouse.deploy.load;

/**
 * Random numbers from a seed: the same seed gives the same spans. It is a counter under a mixing function, so that the n-th
 * number of a seed is known without those before it. Not thread-safe.
 */
public final class Randomness {
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    public Randomness(long seed) {
        state = seed;
    }

    /** The {@code index}-th number of a seed. */
    static long at(long seed, long index) {
        return mix(seed + (index + 1) * STEP);
    }

    /** Any long. */
    public long next() {
        state += STEP;
        return mix(state);
    }

    /** From 0 up to, but not with, a bound. */
    public int below(int bound) {
        return (int) ((next() >>> 33) * bound >>> 31);
    }

    /** From 0 up to, but not with, 1. */
    public double unit() {
        return (next() >>> 11) * UNIT;
    }

    /** True in this share of the calls. */
    public boolean happens(double share) {
        return share > 0 && unit() < share;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
