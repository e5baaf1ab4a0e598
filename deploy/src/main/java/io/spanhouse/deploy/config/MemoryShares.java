package io.spanhouse.deploy.config;

/**
 * How the one memory setting is shared out. The launcher gives half of it to the Java heap; the head and the queues live
 * there. The rest is off-heap: network buffers, the chunk cache, indexes, RocksDB and the JVM itself.
 *
 * @param totalBytes the whole
 * @param heapBytes Java heap: 1/2
 * @param directBytes direct buffers, network and chunk cache: 3/8
 * @param headBytes spans in memory: 1/4 of the whole, on the heap
 * @param queueBytes accepted and not yet synced: 1/32, on the heap
 * @param permitBytes requests being read and inflated: 1/8, mostly on the heap
 * @param chunkCacheBytes verified chunks: 3/16, direct
 * @param indexBytes trace filters and id indexes: 1/32
 * @param keptBytes what queries worked out of blocks and keep: 1/64, on the heap
 */
public record MemoryShares(
        long totalBytes,
        long heapBytes,
        long directBytes,
        long headBytes,
        long queueBytes,
        long permitBytes,
        long chunkCacheBytes,
        long indexBytes,
        long keptBytes) {
    /** The least that the program runs in. */
    public static final long TOTAL_BYTES_MIN = 128L << 20;

    /** What it takes at most unless it is told to take more. */
    public static final long TOTAL_BYTES_UNASKED_MAX = 1L << 30;

    /** The shares of a whole. */
    public static MemoryShares of(long totalBytes) {
        return new MemoryShares(
                totalBytes,
                totalBytes / 2,
                totalBytes / 8 * 3,
                totalBytes / 4,
                totalBytes / 32,
                totalBytes / 8,
                totalBytes / 16 * 3,
                totalBytes / 32,
                totalBytes / 64);
    }

    /** The whole for a machine or container of this size, where the setting is 0. */
    public static long unasked(long machineBytes) {
        return Math.max(TOTAL_BYTES_MIN, Math.min(TOTAL_BYTES_UNASKED_MAX, machineBytes / 4));
    }
}
