package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkEnvelope;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * Copies the block of a project into another SST, chunk by chunk as it is. Only the envelope is written anew, because its
 * checksum covers the block number. Every chunk is verified first, so that damage is not sealed under a good checksum.
 */
final class BlockCopier {
    private BlockCopier() {}

    static void copy(RocksDB database, long block, int project, SstWriter target) throws RocksDBException {
        try (Slice end = new Slice(SstKeys.greatest(block, project));
                ReadOptions options = new ReadOptions()
                        .setVerifyChecksums(true)
                        .setFillCache(false)
                        .setIterateUpperBound(end);
                RocksIterator rows = database.newIterator(options)) {
            for (rows.seek(SstKeys.least(block, project)); rows.isValid(); rows.next()) {
                ChunkKey key = SstKeys.chunk(rows.key());
                if (key == null) {
                    throw new StoreException(
                            FailureKind.TOO_NEW,
                            "block " + block + " of project " + project
                                    + " has a kind of chunk that is not known here");
                }
                byte[] chunk = rows.value();
                ChunkEnvelope.verify(key, chunk, 0, chunk.length);
                ChunkKey moved = new ChunkKey(target.place().block(), project, key.kind(), key.part(), key.column());
                ChunkEnvelope.write(moved, chunk, 0, chunk.length);
                target.put(moved, chunk, 0, chunk.length);
            }
            rows.status();
        }
    }
}
