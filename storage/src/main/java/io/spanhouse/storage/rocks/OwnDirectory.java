package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ChecksumType;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link OwnTable} in a RocksDB directory with a synced log of its own: rows are few, change singly and are looked up by key,
 * which is what RocksDB is for. The directory is made by the first change, so a store that has no such rows pays nothing.
 *
 * <p>Its log is read in the mode that forgives a torn end and nothing else: a kill leaves one, a flipped bit does not. Where
 * that finds damage, the directory is copied beside itself, what can be read of it is kept, and an alarm says so; where even
 * that fails, every call says so and the rest of the store goes on.
 *
 * <p>Thread-safe; owns its native handles; closed after everybody who uses it.
 */
public final class OwnDirectory implements OwnTable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnDirectory.class);
    private static final long MEMTABLE_BYTES = 1 << 20;
    private static final long CACHE_BYTES = 2 << 20;
    private static final int FILES_OPEN_MAX = 64;

    static {
        NativeLibrary.load();
    }

    private final Path path;
    private final UseGuard guard;
    private final LRUCache cache = new LRUCache(CACHE_BYTES);
    private final Options options;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final ReadOptions checked = new ReadOptions().setVerifyChecksums(true);
    private volatile @Nullable RocksDB database;
    private volatile String alarm = "";
    private volatile @Nullable StoreException unusable;

    private OwnDirectory(Path path) {
        this.path = path;
        this.guard = new UseGuard(path.toString());
        this.options = new Options()
                .setCreateIfMissing(true)
                .setParanoidChecks(true)
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setWriteBufferSize(MEMTABLE_BYTES)
                .setMaxOpenFiles(FILES_OPEN_MAX)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(1 << 20)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(cache).setChecksumType(ChecksumType.kXXH3));
    }

    /** Opens the directory if it is there. Never fails for what lies in it: see {@link #alarm}. */
    public static OwnDirectory open(Path path) {
        OwnDirectory table = new OwnDirectory(path);
        if (Files.isDirectory(path)) {
            table.openExisting();
        }
        return table;
    }

    private void openExisting() {
        try {
            database = RocksDB.open(options, path.toString());
        } catch (RocksDBException e) {
            salvage(e);
        }
    }

    private void salvage(RocksDBException damage) {
        try {
            Path copy = copyBeside();
            options.setWalRecoveryMode(WALRecoveryMode.SkipAnyCorruptedRecords);
            database = RocksDB.open(options, path.toString());
            alarm = path + " is damaged (" + damage.getMessage() + "): what can be read of it is kept, "
                    + copy.getFileName() + " is what it was";
        } catch (RocksDBException | IOException e) {
            unusable = new StoreException(
                    FailureKind.CORRUPT,
                    path + " cannot be read: " + damage.getMessage() + "; put it back from a backup",
                    e);
            alarm = String.valueOf(unusable.getMessage());
        } finally {
            options.setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords);
        }
        LOG.error(alarm);
    }

    private Path copyBeside() throws IOException {
        int number = 1;
        while (Files.exists(path.resolveSibling(path.getFileName() + ".damaged-" + number))) {
            number++;
        }
        Path copy = Files.createDirectory(path.resolveSibling(path.getFileName() + ".damaged-" + number));
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    /** What an operator should know; empty for nothing. */
    public String alarm() {
        return alarm;
    }

    @Override
    public byte @Nullable [] get(OwnKey key) {
        guard.enter();
        try {
            RocksDB opened = opened();
            return opened == null ? null : opened.get(checked, key.bytes());
        } catch (RocksDBException e) {
            throw RocksFailures.of(path + " cannot be read", e);
        } finally {
            guard.exit();
        }
    }

    @Override
    public void write(List<Change> changes) {
        guard.enter();
        try (WriteBatch batch = new WriteBatch()) {
            RocksDB opened = openedOrMade();
            for (Change change : changes) {
                byte[] value = change.value();
                if (value == null) {
                    batch.delete(change.key().bytes());
                } else {
                    batch.put(change.key().bytes(), value);
                }
            }
            opened.write(synced, batch);
        } catch (RocksDBException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, path + " cannot be written: " + e.getMessage(), e);
        } finally {
            guard.exit();
        }
    }

    @Override
    public List<Row> rows(OwnKey prefix, @Nullable OwnKey after, boolean descending, int limit) {
        guard.enter();
        try {
            RocksDB opened = opened();
            return opened == null ? List.of() : rows(opened, prefix, after, descending, limit);
        } catch (RocksDBException e) {
            throw RocksFailures.of(path + " cannot be read", e);
        } finally {
            guard.exit();
        }
    }

    private List<Row> rows(RocksDB opened, OwnKey prefix, @Nullable OwnKey after, boolean descending, int limit)
            throws RocksDBException {
        List<Row> rows = new ArrayList<>();
        try (RocksIterator iterator = opened.newIterator(checked)) {
            seek(iterator, prefix, after, descending);
            while (iterator.isValid() && rows.size() < limit) {
                OwnKey key = OwnKey.ofBytes(iterator.key());
                if (!key.startsWith(prefix)) {
                    break;
                }
                if (after == null || key.compareTo(after) != 0) {
                    rows.add(new Row(key, iterator.value()));
                }
                if (descending) {
                    iterator.prev();
                } else {
                    iterator.next();
                }
            }
            iterator.status();
        }
        return rows;
    }

    private static void seek(RocksIterator iterator, OwnKey prefix, @Nullable OwnKey after, boolean descending) {
        if (!descending) {
            iterator.seek((after == null ? prefix : after).bytes());
        } else if (after != null) {
            iterator.seekForPrev(after.bytes());
        } else {
            byte[] end = prefix.bytes().clone();
            // A key's first byte is a small kind, so adding one to the whole never runs over.
            for (int i = end.length - 1; ++end[i] == 0; i--) {}
            iterator.seek(end);
            if (iterator.isValid()) {
                iterator.prev();
            } else {
                iterator.seekToLast();
            }
        }
    }

    private @Nullable RocksDB opened() {
        StoreException failure = unusable;
        if (failure != null) {
            throw new StoreException(failure.kind(), String.valueOf(failure.getMessage()), failure);
        }
        return database;
    }

    private RocksDB openedOrMade() throws RocksDBException {
        RocksDB opened = opened();
        return opened != null ? opened : make();
    }

    private synchronized RocksDB make() throws RocksDBException {
        RocksDB opened = database;
        if (opened == null) {
            opened = RocksDB.open(options, path.toString());
            database = opened;
        }
        return opened;
    }

    @Override
    public void close() {
        if (guard.close()) {
            RocksDB opened = database;
            if (opened != null) {
                opened.close();
            }
            checked.close();
            synced.close();
            options.close();
            cache.close();
        }
    }
}
