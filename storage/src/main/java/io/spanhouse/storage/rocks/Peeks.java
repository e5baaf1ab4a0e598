package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rocksdb.RocksDB;

/**
 * Reads of SSTs whose bucket sleeps, while the store opens: the directories of all blocks are wanted then, and opening each
 * bucket for them would take 5 ms a bucket. Keeps a few files open, those read last. One read at a time.
 */
final class Peeks implements AutoCloseable {
    /** The store is open, and buckets that are read are to be opened from now on. */
    static final int OVER = Integer.MIN_VALUE;

    private static final int FILES_MAX = 8;

    private final Map<Path, SstFile> files = new LinkedHashMap<>(16, 0.75F, true);
    private boolean closed;

    /**
     * Reads a chunk, see {@link SstFile#read}.
     *
     * @return its length, {@link RocksDB#NOT_FOUND}, or {@link #OVER}
     */
    synchronized int read(Path path, ChunkKey key, ChunkBuffer into) {
        if (closed) {
            return OVER;
        }
        SstFile file = files.get(path);
        if (file == null) {
            if (files.size() >= FILES_MAX) {
                Path oldest = files.keySet().iterator().next();
                forget(oldest);
            }
            file = SstFile.open(path);
            files.put(path, file);
        }
        return file.read(key, into) ? into.length() : RocksDB.NOT_FOUND;
    }

    private void forget(Path path) {
        SstFile file = files.remove(path);
        if (file != null) {
            file.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        files.values().forEach(SstFile::close);
        files.clear();
    }
}
