package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkEnvelope;
import io.spanhouse.storage.block.ChunkKey;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Reads blocks from disk, past the cache, and holds every chunk against its checksum. */
final class BlockVerifier {
    private BlockVerifier() {}

    /**
     * Verifies chunks of a block, from a key on, until enough bytes are read.
     *
     * @param from the first key to look at, null for the first of the block
     * @return the key to go on from, null if all is verified
     * @throws io.spanhouse.storage.model.StoreException CORRUPT, naming the chunk
     */
    static byte @Nullable [] verify(RocksDB database, long block, byte @Nullable [] from, long bytesMax)
            throws RocksDBException {
        try (Slice end = new Slice(SstKeys.greatest(block));
                ReadOptions options = new ReadOptions()
                        .setVerifyChecksums(true)
                        .setFillCache(false)
                        .setIterateUpperBound(end);
                RocksIterator rows = database.newIterator(options)) {
            rows.seek(from == null ? SstKeys.least(block) : from);
            long bytesRead = 0;
            for (; rows.isValid() && bytesRead < bytesMax; rows.next()) {
                byte[] value = rows.value();
                bytesRead += value.length;
                verify(rows.key(), value);
            }
            rows.status();
            return rows.isValid() ? rows.key() : null;
        }
    }

    private static void verify(byte[] key, byte[] value) {
        if (SstKeys.isHeader(key)) {
            SstHeaderCodec.decode(SstKeys.block(key), value);
            return;
        }
        // A kind that this program does not know is carried along; RocksDB's own checksum of it was verified.
        ChunkKey chunk = SstKeys.chunk(key);
        if (chunk != null) {
            ChunkEnvelope.verify(chunk, value, 0, value.length);
        }
    }
}
