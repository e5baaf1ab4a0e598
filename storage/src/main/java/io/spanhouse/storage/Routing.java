package io.spanhouse.storage;

/**
 * Which partition has a trace: part of the format of a store, so it never changes. The seed is drawn with the store, so
 * clients, who choose trace ids, cannot choose partitions.
 */
final class Routing {
    private static final long FACTOR_1 = 0xBF58476D1CE4E5B9L;
    private static final long FACTOR_2 = 0x94D049BB133111EBL;

    private final int partitions;
    private final long seed;

    Routing(int partitions, long seed) {
        this.partitions = partitions;
        this.seed = seed;
    }

    /** Number of the partition that has all spans of a trace. */
    int partition(int project, long idHigh, long idLow) {
        if (partitions == 1) {
            return 0;
        }
        long hash = mix(mix(mix(seed ^ idHigh) ^ idLow) ^ project);
        return (int) Long.remainderUnsigned(hash, partitions);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * FACTOR_1;
        mixed = (mixed ^ mixed >>> 27) * FACTOR_2;
        return mixed ^ mixed >>> 31;
    }
}
