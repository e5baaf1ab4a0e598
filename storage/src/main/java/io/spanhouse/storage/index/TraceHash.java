package io.spanhouse.storage.index;

/** The hash that trace ids are found by, mixed with the store's own seed so that clients cannot aim at a page. */
public final class TraceHash {
    private static final long FACTOR_1 = 0x9E3779B97F4A7C15L;
    private static final long FACTOR_2 = 0xD6E8FEB86659FD93L;

    private TraceHash() {}

    /** Hash of a trace id; part of the format. */
    public static long of(long seed, long high, long low) {
        long hash = mix(seed ^ high, FACTOR_1);
        hash = mix(hash + low, FACTOR_2);
        return mix(hash ^ seed, FACTOR_1);
    }

    private static long mix(long value, long factor) {
        long mixed = (value ^ value >>> 32) * factor;
        mixed = (mixed ^ mixed >>> 29) * factor;
        return mixed ^ mixed >>> 32;
    }
}
