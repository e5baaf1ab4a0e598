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

    private volatile BucketHandle handle;
    private long lastBlock;
    private boolean broken;
    private boolean closed;

    Bucket(RocksEnvironment environment, BucketOpener opener, BucketOpener.Opened opened) {
        this.environment = environment;
        this.opener = opener;
        handle = opened.handle();
        long hashSeed = environment.identity().hashSeed();
        seen = opened.headers().isEmpty()
                ? SeenTraces.empty(hashSeed, environment.seenMemory())
                : SeenTraces.unknown(hashSeed, environment.seenMemory());
        take(opened.headers());
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
        return opener.directory().quarantinedBytes();
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
            length = readNative(SstKeys.of(key), into);
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

    /** A number that RocksDB keeps, by its property's name. */
    long property(String name) {
        BucketHandle open = enter();
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
        if (open.guard().tryEnter()) {
            return open;
        }
        // Closed for good, or being opened anew by a thread that holds this lock.
        synchronized (this) {
            open = handle;
        }
        open.guard().enter();
        return open;
    }

    /** Changes the database. If that fails, what the directory then holds says whether it happened all the same. */
    private void change(String what, Change change, BooleanSupplier happened) {
        BucketHandle open = handle;
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

    /** Opens the bucket anew if a change has failed and the bucket is still as that left it. */
    private void mend() {
        if (closed) {
            throw new StoreException(FailureKind.CLOSED, "partition " + partition() + " " + id() + " is closed");
        }
        if (!broken) {
            return;
        }
        handle.close();
        BucketOpener.Opened opened = opener.openAgain();
        handle = opened.handle();
        headers.clear();
        take(opened.headers());
        owners.keySet().retainAll(headers.keySet());
        broken = false;
    }

    /** Stops uses and releases the handle. Harmless if repeated. */
    @Override
    public synchronized void close() {
        closed = true;
        handle.close();
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
