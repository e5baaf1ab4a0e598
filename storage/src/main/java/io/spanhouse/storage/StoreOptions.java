package io.spanhouse.storage;

import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.scripts.ScriptNames;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a store is opened. Start from {@link #defaults(Path)} and change what differs.
 *
 * @param directory where everything lies; made if absent
 * @param partitions journals and heads of a new directory, 1 to 64; an existing one keeps its number
 * @param durability whether an append is answered after or before the sync
 * @param memory shares of memory
 * @param head when a generation of the head closes
 * @param retention when data is dropped
 * @param diskReserveBytes free bytes of the volume below which appends are refused
 * @param clock time
 * @param scriptNames attributes that say what spans have to do with scripts
 * @param journalKeptBytes how much of the journals stays at most when it is in blocks, so that damaged new blocks can be
 *     built again
 */
public record StoreOptions(
        Path directory,
        int partitions,
        Durability durability,
        Memory memory,
        Head head,
        Retention retention,
        long diskReserveBytes,
        StoreClock clock,
        ScriptNames scriptNames,
        long journalKeptBytes) {
    /** What stays of the journals unless configured. */
    public static final long JOURNAL_KEPT_BYTES = 256L << 20;

    /** Most partitions of a store. */
    public static final int PARTITIONS_MAX = 64;

    public StoreOptions {
        if (partitions < 1 || partitions > PARTITIONS_MAX) {
            throw new IllegalArgumentException("partitions is " + partitions + ", expected 1 to " + PARTITIONS_MAX);
        }
        if (journalKeptBytes < 0) {
            throw new IllegalArgumentException("journalKeptBytes is " + journalKeptBytes + ", expected none negative");
        }
    }

    /** With as much of the journals as usual. */
    public StoreOptions(
            Path directory,
            int partitions,
            Durability durability,
            Memory memory,
            Head head,
            Retention retention,
            long diskReserveBytes,
            StoreClock clock,
            ScriptNames scriptNames) {
        this(
                directory,
                partitions,
                durability,
                memory,
                head,
                retention,
                diskReserveBytes,
                clock,
                scriptNames,
                JOURNAL_KEPT_BYTES);
    }

    /** With the usual names of attributes of scripts. */
    public StoreOptions(
            Path directory,
            int partitions,
            Durability durability,
            Memory memory,
            Head head,
            Retention retention,
            long diskReserveBytes,
            StoreClock clock) {
        this(directory, partitions, durability, memory, head, retention, diskReserveBytes, clock, ScriptNames.USUAL);
    }

    /** When an append is answered. */
    public enum Durability {
        /** After its journal record is synced. */
        SYNC,
        /** After it is written; synced every 100 ms. A power cut may lose that much. */
        INTERVAL
    }

    /**
     * Shares of memory, in bytes.
     *
     * @param queueBytesMax accepted but not yet synced, all partitions
     * @param headBytesMax spans of the head, all generations and partitions
     * @param chunkCacheBytes verified chunks, off-heap
     * @param indexBytesMax trace filters and id indexes held in memory
     * @param keptBytesMax what queries worked out of blocks and keep for the next ones
     */
    public record Memory(
            long queueBytesMax, long headBytesMax, long chunkCacheBytes, long indexBytesMax, long keptBytesMax) {}

    /**
     * When a generation of the head closes.
     *
     * @param generationBytesMax size at which it closes
     * @param generationAgeMax age at which it closes
     * @param hold how long it still takes spans of the traces it has, after closing
     */
    public record Head(long generationBytesMax, Duration generationAgeMax, Duration hold) {}

    /**
     * When data is dropped, whole buckets at a time.
     *
     * @param age older data is dropped
     * @param bytesMax the oldest data is dropped beyond it
     * @param bucketSpan longest stretch of receipt in one bucket
     */
    public record Retention(Duration age, long bytesMax, Duration bucketSpan) {}

    /** What holds unless configured: one partition, synced, 1 GiB in all, 30 days or 80 % of the volume. */
    public static StoreOptions defaults(Path directory) {
        long mebibyte = 1L << 20;
        return new StoreOptions(
                directory,
                1,
                Durability.SYNC,
                new Memory(64 * mebibyte, 384 * mebibyte, 128 * mebibyte, 64 * mebibyte, 16 * mebibyte),
                new Head(96 * mebibyte, Duration.ofMinutes(10), Duration.ofSeconds(10)),
                new Retention(Duration.ofDays(30), Long.MAX_VALUE, Duration.ofDays(1)),
                512 * mebibyte,
                StoreClock.SYSTEM);
    }

    /** For work on a store whose settings are not known: like {@link #defaults(Path)}, and nothing is ever dropped. */
    static StoreOptions keepingEverything(Path directory) {
        StoreOptions defaults = defaults(directory);
        return new StoreOptions(
                directory,
                defaults.partitions(),
                defaults.durability(),
                defaults.memory(),
                defaults.head(),
                new Retention(Duration.ofDays(36_500), Long.MAX_VALUE, Duration.ofDays(1)),
                0,
                defaults.clock());
    }
}
