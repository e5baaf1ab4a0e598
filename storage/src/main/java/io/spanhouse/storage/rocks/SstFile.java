package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkEnvelope;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkSource;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/**
 * One SST by itself, for looking at: no database, no lock, nothing written. So it works beside a running program, which
 * may even delete the file meanwhile, and on a copy. Reads past all caches and holds everything against its checksums.
 * Not thread-safe; whoever opened it closes it.
 */
public final class SstFile implements ChunkSource, AutoCloseable {
    static {
        NativeLibrary.load();
    }

    private final Path path;
    private final Options options =
            new Options().setTableFormatConfig(new BlockBasedTableConfig().setNoBlockCache(true));
    private final ReadOptions readOptions =
            new ReadOptions().setVerifyChecksums(true).setFillCache(false);
    private final SstFileReader reader = new SstFileReader(options);
    private final @Nullable SstFileReaderIterator lookups;

    /** Is shown what a file holds. */
    public interface Visitor {
        /** A chunk that is what was written. */
        void chunk(ChunkKey key, int bytes);

        /** Something else under a key: the header, or a kind of chunk that this program does not know. */
        void other(int bytes);

        /** What cannot be read; the walk goes on behind it if it can. */
        void damaged(String found);
    }

    private SstFile(Path path) {
        this.path = path;
        try {
            reader.open(path.toString());
            lookups = reader.newIterator(readOptions);
        } catch (RocksDBException e) {
            closeNatives();
            throw RocksFailures.of("could not open SST " + path, e);
        }
    }

    /**
     * Opens a file.
     *
     * @throws StoreException CORRUPT if its index or its end is damaged, so that nothing in it can be found; UNAVAILABLE if
     *     it is not there or the disk refuses
     */
    public static SstFile open(Path path) {
        return new SstFile(path);
    }

    /** What it says of itself, wherever it lies. */
    public SstHeader header() {
        SstFileReaderIterator rows = rows();
        rows.seekToLast();
        requireOk(rows);
        if (!rows.isValid() || !SstKeys.isHeader(rows.key())) {
            throw RocksFailures.corrupt("SST " + path + ": its last key is not that of a header");
        }
        return SstHeaderCodec.decode(SstKeys.block(rows.key()), rows.value());
    }

    @Override
    public boolean read(ChunkKey key, ChunkBuffer into) {
        byte[] wanted = SstKeys.of(key);
        SstFileReaderIterator rows = rows();
        rows.seek(wanted);
        requireOk(rows);
        if (!rows.isValid() || !Arrays.equals(rows.key(), wanted)) {
            into.resize(0);
            return false;
        }
        byte[] chunk = rows.value();
        ChunkEnvelope.verify(key, chunk, 0, chunk.length);
        into.resize(chunk.length);
        System.arraycopy(chunk, 0, into.array(), 0, chunk.length);
        return true;
    }

    /** Shows everything in the order of keys, and goes on behind what is damaged. */
    public void walk(Visitor visitor) {
        try (SstFileReaderIterator rows = reader.newIterator(readOptions)) {
            byte[] last = new byte[0];
            rows.seekToFirst();
            while (true) {
                for (; rows.isValid(); rows.next()) {
                    last = rows.key();
                    show(last, rows.value(), visitor);
                }
                String failure = failure(rows);
                if (failure == null) {
                    return;
                }
                boolean goesOn = DamagedStretch.seekBehind(rows, last);
                visitor.damaged("after " + SstKeys.text(last) + ": " + failure + "; it goes on "
                        + (goesOn ? "at " + SstKeys.text(rows.key()) : "nowhere"));
                if (!goesOn) {
                    return;
                }
            }
        }
    }

    private static void show(byte[] key, byte[] value, Visitor visitor) {
        ChunkKey chunk = SstKeys.isHeader(key) || key.length != ChunkKey.BYTES ? null : SstKeys.chunk(key);
        if (chunk == null) {
            visitor.other(value.length);
            return;
        }
        try {
            ChunkEnvelope.verify(chunk, value, 0, value.length);
        } catch (StoreException e) {
            visitor.damaged(String.valueOf(e.getMessage()));
            return;
        }
        visitor.chunk(chunk, value.length);
    }

    private SstFileReaderIterator rows() {
        SstFileReaderIterator rows = lookups;
        if (rows == null) {
            throw new IllegalStateException(path + " is not open");
        }
        return rows;
    }

    private void requireOk(SstFileReaderIterator rows) {
        try {
            rows.status();
        } catch (RocksDBException e) {
            throw RocksFailures.of("could not read SST " + path, e);
        }
    }

    private static @Nullable String failure(SstFileReaderIterator rows) {
        try {
            rows.status();
            return null;
        } catch (RocksDBException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        rows().close();
        closeNatives();
    }

    private void closeNatives() {
        reader.close();
        readOptions.close();
        options.close();
    }
}
