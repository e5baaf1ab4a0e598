package io.spanhouse.storage;

/**
 * What a store did since it was opened and what of its memory it uses, all partitions together: counters for operators, a
 * snapshot. Asks every RocksDB directory, so not to be taken more often than once a second.
 *
 * @param keptBytes memory on the heap of what queries worked out of blocks and keep
 */
public record StoreFigures(
        Journal journal, Maintenance maintenance, ChunkCache chunkCache, Rocks rocks, long keptBytes) {
    /** Of a store that keeps nothing on disk. */
    public static final StoreFigures NOTHING = new StoreFigures(
            new Journal(0, 0, 0, 0, 0, 0, 0, 0),
            new Maintenance(Work.NOTHING, Work.NOTHING, Work.NOTHING, 0, 0, 0, 0, 0, 0, 0),
            new ChunkCache(0, 0, 0, 0),
            new Rocks(0, 0, 0, 0, 0),
            0);

    /**
     * The journals. Records by groups is the size of a group, nanoseconds by syncs the time of a sync.
     *
     * @param groups groups of records that were written together
     * @param records batches written
     * @param spans spans in them
     * @param bytes bytes given to the file system
     * @param syncs syncs to disk
     * @param syncNanos time spent in them
     * @param failures writes and syncs that failed
     * @param refused batches refused because too many waited
     */
    public record Journal(
            long groups,
            long records,
            long spans,
            long bytes,
            long syncs,
            long syncNanos,
            long failures,
            long refused) {
        Journal plus(Journal other) {
            return new Journal(
                    groups + other.groups,
                    records + other.records,
                    spans + other.spans,
                    bytes + other.bytes,
                    syncs + other.syncs,
                    syncNanos + other.syncNanos,
                    failures + other.failures,
                    refused + other.refused);
        }
    }

    /**
     * Work on blocks.
     *
     * @param seals generations in memory that became blocks
     * @param merges merges of blocks
     * @param rewrites blocks written anew by themselves: for dead spans, to erase projects or events
     * @param erasedEvents events that were left out because the time that a user gave them was over
     * @param droppedBuckets buckets that retention dropped
     * @param droppedBytes their bytes
     * @param scrubbedBytes bytes of blocks and journals read to verify them
     * @param scrubbedDamages places found damaged by that
     * @param failures failed attempts at anything
     * @param pendingDeletes files that wait for their last reader
     */
    public record Maintenance(
            Work seals,
            Work merges,
            Work rewrites,
            long erasedEvents,
            long droppedBuckets,
            long droppedBytes,
            long scrubbedBytes,
            long scrubbedDamages,
            long failures,
            long pendingDeletes) {}

    /**
     * One kind of work.
     *
     * @param count how often it was done
     * @param spans spans written
     * @param bytes bytes written
     * @param nanos time it took
     */
    public record Work(long count, long spans, long bytes, long nanos) {
        static final Work NOTHING = new Work(0, 0, 0, 0);
    }

    /**
     * The cache of verified chunks.
     *
     * @param hits chunks that were in it when asked for
     * @param misses chunks that were not
     * @param chunks chunks that are in it
     * @param bytes memory they use outside the heap
     */
    public record ChunkCache(long hits, long misses, long chunks, long bytes) {}

    /**
     * RocksDB and what stands in memory for it.
     *
     * @param buckets open directories
     * @param ssts files of blocks
     * @param tableReaderBytes memory of open files: their index blocks
     * @param memtableBytes memory of memtables, to which nothing is ever written
     * @param seenTracesBytes memory of the filters of traces
     */
    public record Rocks(int buckets, int ssts, long tableReaderBytes, long memtableBytes, long seenTracesBytes) {}
}
