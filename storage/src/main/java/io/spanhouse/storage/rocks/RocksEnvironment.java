package io.spanhouse.storage.rocks;

import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;

/**
 * What all buckets of a store share: its identity, options of RocksDB, the cache of chunks.
 *
 * <p>RocksDB is a checked, versioned set of SSTs here and no more. There is no write-ahead log to lose data by, no
 * memtable, no compaction (keys start with the block number, so SSTs never overlap and all lie at the bottom level), no
 * compression (chunks are packed already), no block cache (chunks are cached verified), no memory mapping (an I/O error
 * there is a signal that kills the process). No event listener: the Java one cannot name every reason of a background
 * error and by failing on it keeps RocksDB from recovering. Index blocks of open SSTs stay in memory, about 0.1 bytes a
 * span.
 *
 * <p>Closed after all buckets; owns its native handles.
 */
public final class RocksEnvironment implements AutoCloseable {
    /** Readable by every release since 6.6; holds the place of each data block in its checksum. */
    private static final int FORMAT_VERSION = 6;

    private static final int BLOCK_BYTES = 4 << 10;
    private static final long MEMTABLE_BYTES = 64 << 10;

    static {
        NativeLibrary.load();
    }

    private final StoreIdentity identity;
    private final ChunkCache cache;
    private final CommitStep.Listener steps;
    private final MemoryShare seenMemory;
    private final OpenBuckets openBuckets;
    private final Peeks peeks = new Peeks();
    private final AtomicLong lastOwner = new AtomicLong();
    private final Options options;
    private final EnvOptions writerOptions = new EnvOptions();
    private final ReadOptions readOptions =
            new ReadOptions().setVerifyChecksums(true).setFillCache(false);
    private final IngestExternalFileOptions ingestOptions = new IngestExternalFileOptions()
            .setMoveFiles(true)
            // An SST that overlaps another would need a sequence number of its own; refusing is the check that none
            // does.
            .setAllowGlobalSeqNo(false)
            .setSnapshotConsistency(false)
            .setWriteGlobalSeqno(false);

    /**
     * Makes the options.
     *
     * @param identity of the store
     * @param cache for its chunks
     * @param seenBytesMax memory for filters of traces; buckets beyond it are asked block by block
     * @param steps is told of each step of each change; {@link CommitStep.Listener#NONE} but for tests
     */
    public RocksEnvironment(StoreIdentity identity, ChunkCache cache, long seenBytesMax, CommitStep.Listener steps) {
        this(identity, cache, seenBytesMax, steps, OpenBuckets.MOST);
    }

    /** The same with so many buckets open at once. */
    RocksEnvironment(
            StoreIdentity identity,
            ChunkCache cache,
            long seenBytesMax,
            CommitStep.Listener steps,
            int bucketsOpenMax) {
        openBuckets = new OpenBuckets(bucketsOpenMax);
        this.identity = identity;
        this.cache = cache;
        this.steps = steps;
        seenMemory = new MemoryShare(seenBytesMax);
        options = new Options()
                .setCreateIfMissing(true)
                .setParanoidChecks(true)
                .setDisableAutoCompactions(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setBottommostCompressionType(CompressionType.NO_COMPRESSION)
                .setAllowMmapReads(false)
                .setAllowMmapWrites(false)
                .setMaxOpenFiles(-1)
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setAvoidFlushDuringShutdown(true)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(1 << 20)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setFormatVersion(FORMAT_VERSION)
                        .setBlockSize(BLOCK_BYTES)
                        .setChecksumType(ChecksumType.kXXH3)
                        .setNoBlockCache(true)
                        .setCacheIndexAndFilterBlocks(false));
    }

    /** What every file of the store agrees on. */
    public StoreIdentity identity() {
        return identity;
    }

    /** The cache of chunks. */
    public ChunkCache cache() {
        return cache;
    }

    OpenBuckets openBuckets() {
        return openBuckets;
    }

    Peeks peeks() {
        return peeks;
    }

    /** All partitions know the directories of their blocks: from now on a bucket that is read is opened. */
    public void opened() {
        peeks.close();
    }

    MemoryShare seenMemory() {
        return seenMemory;
    }

    CommitStep.Listener steps() {
        return steps;
    }

    /** A number for the cache by which chunks of one SST are told from those of any other, also of a failed one. */
    long nextOwner() {
        return lastOwner.incrementAndGet();
    }

    Options options() {
        return options;
    }

    EnvOptions writerOptions() {
        return writerOptions;
    }

    ReadOptions readOptions() {
        return readOptions;
    }

    IngestExternalFileOptions ingestOptions() {
        return ingestOptions;
    }

    @Override
    public void close() {
        peeks.close();
        ingestOptions.close();
        readOptions.close();
        writerOptions.close();
        options.close();
    }
}
