package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkEnvelope;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * One bucket: a RocksDB directory of its own, so that damage and retention are per bucket. Opened by {@link BucketOpener}.
 *
 * <p>Reads by any number of threads at any time, also while it closes: they then fail with CLOSED and never reach a freed
 * handle. Changes take turns.
 *
 * <p>It is awake, with its database open, or sleeps and is opened by the next read; see {@link OpenBuckets}. What its headers
 * say is known either way.
 *
 * <p>After a failed change nobody knows what of it is on disk, and RocksDB takes no further ones. The bucket is then closed
 * and opened anew, and what is in the directory decides whether the change happened. Reads wait for that.
 */
final class Bucket implements AutoCloseable {
    private final RocksEnvironment environment;
    private final BucketOpener opener;
    private final Map<Long, Long> owners = new ConcurrentHashMap<>();
    private final TreeMap<Long, SstHeader> headers = new TreeMap<>();
    private final SeenTraces seen;
    /** Asked for every second; negative if it is to be looked up anew. */
    private volatile long bytes = -1;
    /** Likewise; only an opening sets something aside. */
    private volatile long quarantinedBytes = -1;

    /** Null while it sleeps. */
    private volatile @Nullable BucketHandle handle;
    /** Where its SSTs are that were looked at without opening it; empty once it was awake. */
    private final Map<Long, Path> peeked = new ConcurrentHashMap<>();

    private volatile long lastUse;
    /** Whether what is known of its traces lies in a file. */
    private volatile boolean seenIsKept;

    private long lastBlock;
    private boolean broken;
    private boolean closed;

    Bucket(RocksEnvironment environment, BucketOpener opener, BucketOpener.Opened opened) {
        this(environment, opener, opened.headers());
        woke(opened.handle());
    }

    /** A bucket that sleeps. */
    Bucket(RocksEnvironment environment, BucketOpener opener, BucketOpener.Asleep asleep) {
        this(environment, opener, asleep.headers());
        peeked.putAll(asleep.files());
    }

    private Bucket(RocksEnvironment environment, BucketOpener opener, List<SstHeader> present) {
        this.environment = environment;
        this.opener = opener;
        long hashSeed = environment.identity().hashSeed();
        seen = present.isEmpty()
                ? SeenTraces.empty(hashSeed, environment.seenMemory())
                : SeenTraces.unknown(hashSeed, environment.seenMemory());
        take(present);
        SeenFilter[] kept = SeenFile.read(opener.directory().root(), contents(present));
        seenIsKept = kept != null && seen.take(kept);
    }

    private void woke(BucketHandle open) {
        handle = open;
        quarantinedBytes = -1;
        peeked.clear();
        environment.openBuckets().opened(this);
        lastUse = environment.openBuckets().now();
    }

    /** When it was last read, by the clock of {@link OpenBuckets#now}. */
    long lastUse() {
        return lastUse;
    }

    boolean isAwake() {
        return handle != null;
    }

    /** Closes its database until the next read, unless it is being read or changed. */
    synchronized void sleepIfIdle() {
        BucketHandle open = handle;
        if (open != null && !closed && !broken && open.closeIfIdle()) {
            handle = null;
            environment.openBuckets().closed(this);
        }
    }

    /** The open database, which is opened if it is not. */
    private synchronized BucketHandle awake() {
        if (closed) {
            throw new StoreException(FailureKind.CLOSED, "partition " + partition() + " " + id() + " is closed");
        }
        BucketHandle open = handle;
        return open == null ? reopened() : open;
    }

    /** Opens it as it lies there; what is in it may be less than was thought. */
    private BucketHandle reopened() {
        BucketOpener.Opened opened = opener.openAgain();
        woke(opened.handle());
        headers.clear();
        take(opened.headers());
        owners.keySet().retainAll(headers.keySet());
        return opened.handle();
    }

    private void take(List<SstHeader> present) {
        for (SstHeader header : present) {
            long block = header.place().block();
            headers.put(block, header);
            owners.computeIfAbsent(block, absent -> environment.nextOwner());
            lastBlock = Math.max(lastBlock, block);
        }
    }

    BucketId id() {
        return opener.id();
    }

    int partition() {
        return opener.partition();
    }

    /** Where in the journal it begins, {@link BucketStart#UNKNOWN} if that cannot be known. */
    long start() {
        return opener.start();
    }

    /** Headers of the SSTs that are present, by block number. */
    synchronized List<SstHeader> headers() {
        return new ArrayList<>(headers.values());
    }

    /** Which traces it may have. */
    SeenTraces seen() {
        return seen;
    }

    /** Bytes on disk, quarantine included, as of the last change. */
    long bytes() {
        long known = bytes;
        if (known < 0) {
            known = Directories.bytes(opener.directory().database()) + quarantinedBytes();
            bytes = known;
        }
        return known;
    }

    long quarantinedBytes() {
        long known = quarantinedBytes;
        if (known < 0) {
            known = opener.directory().quarantinedBytes();
            quarantinedBytes = known;
        }
        return known;
    }

    private SeenFile.Contents contents(List<SstHeader> ofHeaders) {
        return SeenFile.Contents.of(environment.identity().storeId(), id(), ofHeaders);
    }

    /** Whether what is known of its traces is there at the next start. */
    boolean seenIsKept() {
        return seenIsKept;
    }

    /** Writes down what is known of its traces; to be called when nothing more comes. */
    synchronized void keepSeen() {
        seen.write(opener.directory().root(), contents(headers()));
        seenIsKept = true;
    }

    /** Starts an SST with a block number that no other has or will have. */
    synchronized SstWriter newSst(WriteThrough writeThrough) {
        lastBlock++;
        SstHeader.Place place = new SstHeader.Place(environment.identity(), partition(), id(), lastBlock);
        Path file = opener.directory().temporary().resolve("block-" + lastBlock + ".sst");
        return new SstWriter(environment, place, writeThrough, file);
    }

    /** Makes a finished SST part of the bucket. When this returns it is there for good: this is the commit. */
    synchronized SstHeader ingest(SstWriter writer) {
        SstHeader header = writer.finished();
        mend();
        long block = header.place().block();
        owners.put(block, writer.owner());
        change(
                "ingest " + header.place(),
                database -> {
                    database.ingestExternalFile(List.of(writer.file().toString()), environment.ingestOptions());
                    headers.put(block, header);
                },
                () -> headers.containsKey(block));
        writer.addSeen(seen);
        writer.close();
        environment.steps().reached(CommitStep.SST_INGESTED, id());
        return header;
    }

    /** Deletes the SST of a block that nobody reads any more. Its file is gone when this returns. */
    synchronized void delete(long block) {
        mend();
        if (!headers.containsKey(block)) {
            return;
        }
        environment.steps().reached(CommitStep.SST_DELETING, id());
        change(
                "delete block " + block + " of " + id(),
                database -> {
                    database.deleteFilesInRanges(
                            database.getDefaultColumnFamily(),
                            List.of(SstKeys.least(block), SstKeys.greatest(block)),
                            true);
                    headers.remove(block);
                    owners.remove(block);
                },
                () -> !headers.containsKey(block));
        environment.steps().reached(CommitStep.SST_DELETED, id());
    }

    /** Copies a verified chunk into the buffer, from the cache or from disk. */
    boolean read(ChunkKey key, ChunkBuffer into) {
        Long owner = owners.get(key.block());
        if (owner == null) {
            into.resize(0);
            return false;
        }
        if (environment.cache().read(owner, key, into)) {
            return true;
        }
        int length;
        try {
            Path file = handle == null ? peeked.get(key.block()) : null;
            int peekedLength = file == null ? Peeks.OVER : environment.peeks().read(file, key, into);
            length = peekedLength == Peeks.OVER ? readNative(SstKeys.of(key), into) : peekedLength;
            if (length == RocksDB.NOT_FOUND) {
                into.resize(0);
                return false;
            }
            ChunkEnvelope.verify(key, into.array(), 0, length);
        } catch (StoreException e) {
            if (e.kind() == FailureKind.CORRUPT) {
                // Whoever asked names it in the answer; operators must hear of it too, before the next scrub.
                opener.report(String.valueOf(e.getMessage()));
            }
            throw e;
        }
        environment.cache().put(owner, key, into.array(), 0, length);
        return true;
    }

    /** Verifies some of a block; see {@link BlockVerifier#verify}. */
    byte @Nullable [] verify(long block, byte @Nullable [] from, long bytesMax) {
        BucketHandle open = enter();
        try {
            return BlockVerifier.verify(open.database(), block, from, bytesMax);
        } catch (RocksDBException e) {
            throw RocksFailures.of("block " + block + " of " + id() + " does not verify", e);
        } finally {
            open.guard().exit();
        }
    }

    /** Copies a project's block into an SST; see {@link BlockCopier}. */
    void copy(long block, int project, SstWriter target) {
        BucketHandle open = enter();
        try {
            BlockCopier.copy(open.database(), block, project, target);
        } catch (RocksDBException e) {
            throw RocksFailures.of("could not copy block " + block + " of " + id(), e);
        } finally {
            open.guard().exit();
        }
    }

    /** A number that RocksDB keeps, by its property's name; 0 while the bucket sleeps. */
    long property(String name) {
        BucketHandle open = handle;
        if (open == null || !open.guard().tryEnter()) {
            return 0;
        }
        try {
            return open.database().getLongProperty(name);
        } catch (RocksDBException e) {
            throw RocksFailures.of("could not ask " + id() + " for " + name, e);
        } finally {
            open.guard().exit();
        }
    }

    private int readNative(byte[] key, ChunkBuffer into) {
        BucketHandle open = enter();
        try {
            RocksDB database = open.database();
            int room = into.array().length - ChunkBuffer.SLACK;
            int length = database.get(environment.readOptions(), key, 0, key.length, into.array(), 0, room);
            if (length <= room) {
                // It fits, so the buffer keeps its array and what is in it.
                into.resize(Math.max(length, 0));
                return length;
            }
            into.resize(length);
            return database.get(environment.readOptions(), key, 0, key.length, into.array(), 0, length);
        } catch (RocksDBException e) {
            throw RocksFailures.of("could not read from " + id(), e);
        } finally {
            open.guard().exit();
        }
    }

    private BucketHandle enter() {
        BucketHandle open = handle;
        if (open != null && open.guard().tryEnter()) {
            lastUse = environment.openBuckets().now();
            return open;
        }
        // It sleeps, is closed for good, or is being opened by a thread that holds this lock.
        synchronized (this) {
            open = awake();
            open.guard().enter();
        }
        lastUse = environment.openBuckets().now();
        environment.openBuckets().makeRoom();
        return open;
    }

    /** Changes the database. If that fails, what the directory then holds says whether it happened all the same. */
    private void change(String what, Change change, BooleanSupplier happened) {
        BucketHandle open = awake();
        open.guard().enter();
        RocksDBException failure = null;
        try {
            bytes = -1;
            change.apply(open.database());
            checkShape(open.database());
        } catch (RocksDBException e) {
            failure = e;
        } finally {
            open.guard().exit();
        }
        bytes = -1;
        if (failure == null) {
            return;
        }
        broken = true;
        StoreException reported = RocksFailures.of("could not " + what, failure);
        try {
            mend();
        } catch (StoreException e) {
            reported.addSuppressed(e);
            throw reported;
        }
        if (!happened.getAsBoolean()) {
            throw reported;
        }
    }

    /** Wakes the bucket, and opens it anew if a change has failed and the bucket is still as that left it. */
    private void mend() {
        BucketHandle open = awake();
        if (!broken) {
            return;
        }
        open.close();
        environment.openBuckets().closed(this);
        reopened();
        broken = false;
    }

    /** Stops uses and releases the handle. Harmless if repeated. */
    @Override
    public synchronized void close() {
        closed = true;
        BucketHandle open = handle;
        if (open != null) {
            open.close();
        }
        environment.openBuckets().closed(this);
        seen.forget();
    }

    /** Closes the bucket and removes its files. */
    void drop() {
        close();
        environment.steps().reached(CommitStep.BUCKET_CLOSED, id());
        Path dropped = opener.directory().markDropped();
        environment.steps().reached(CommitStep.BUCKET_RENAMED, id());
        Directories.delete(dropped);
    }

    /** All SSTs lie at the bottom level and nothing else holds data; anything else is a bug, not a disk fault. */
    private void checkShape(RocksDB database) throws RocksDBException {
        long bottom = Long.parseLong(database.getProperty("rocksdb.num-files-at-level6"));
        int live = database.getLiveFilesMetaData().size();
        long memtableEntries = database.getLongProperty("rocksdb.num-entries-active-mem-table");
        if (bottom != headers.size() || live != bottom || memtableEntries != 0) {
            throw new IllegalStateException(id() + " has " + bottom + " SSTs at the bottom of " + live + " and "
                    + memtableEntries + " rows in memory, expected " + headers.size() + ", all at the bottom, and 0");
        }
    }

    private interface Change {
        void apply(RocksDB database) throws RocksDBException;
    }
}
