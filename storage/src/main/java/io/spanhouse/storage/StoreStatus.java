package io.spanhouse.storage;

import java.util.List;

/**
 * What a store holds and does, for operators; a snapshot.
 *
 * @param storeId drawn when the directory was made
 * @param formatVersion version of the newest block format it writes
 * @param durability when an append is answered
 * @param partitions state of each partition
 * @param buckets all buckets, oldest first
 * @param diskFreeBytes free bytes of the volume
 * @param accepting whether appends are taken now
 * @param refusal why not, empty if they are
 * @param alarms damage found and not yet mended, one sentence each
 */
public record StoreStatus(
        String storeId,
        int formatVersion,
        StoreOptions.Durability durability,
        List<Partition> partitions,
        List<Bucket> buckets,
        long diskFreeBytes,
        boolean accepting,
        String refusal,
        List<String> alarms) {
    public StoreStatus {
        partitions = List.copyOf(partitions);
        buckets = List.copyOf(buckets);
        alarms = List.copyOf(alarms);
    }

    /**
     * One partition.
     *
     * @param journalNextOffset offset the next record will get
     * @param journalSealedOffset records below it are in blocks
     * @param journalBytes bytes of all segments
     * @param queuedBytes accepted and not yet visible
     * @param headSpans spans in the head
     * @param headBytes memory of the head
     * @param headGenerations generations in memory
     * @param tick the slow clock
     */
    public record Partition(
            int number,
            long journalNextOffset,
            long journalSealedOffset,
            long journalBytes,
            long queuedBytes,
            long headSpans,
            long headBytes,
            int headGenerations,
            long tick) {}

    /**
     * One bucket of one partition.
     *
     * @param firstReceiptMillis receipt of its first span, milliseconds since 1970
     * @param lastReceiptMillis receipt of its last span
     */
    public record Bucket(
            int partition,
            int lane,
            long sequence,
            int blocks,
            long spans,
            long traces,
            long bytes,
            long firstReceiptMillis,
            long lastReceiptMillis) {}
}
