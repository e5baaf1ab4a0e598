package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SST that is part of the data, with the number of its holders: the ledger while no other SST covers it, and every view
 * that has one of its blocks. Its file is deleted when nobody is left, and not before: a snapshot of RocksDB would not
 * keep it.
 */
final class StoredSst implements ChunkSource {
    private final Bucket bucket;
    private final SstHeader header;
    private final List<StoredBlock> blocks = new ArrayList<>();
    private final AtomicInteger holders = new AtomicInteger(1);

    StoredSst(Bucket bucket, SstHeader header) {
        this.bucket = bucket;
        this.header = header;
        for (SstHeader.Content content : header.contents()) {
            blocks.add(new StoredBlock(this, content));
        }
    }

    Bucket bucket() {
        return bucket;
    }

    SstHeader header() {
        return header;
    }

    long block() {
        return header.place().block();
    }

    List<StoredBlock> blocks() {
        return blocks;
    }

    SstHeader.Cover asCover() {
        return new SstHeader.Cover(bucket.id(), block());
    }

    @Override
    public boolean read(ChunkKey key, ChunkBuffer into) {
        return bucket.read(key, into);
    }

    void acquire() {
        int now;
        do {
            now = holders.get();
            if (now == 0) {
                throw new IllegalStateException(header.place() + " has no holder any more and may be deleted");
            }
        } while (!holders.compareAndSet(now, now + 1));
    }

    void release() {
        if (holders.decrementAndGet() < 0) {
            throw new IllegalStateException(header.place() + " was released more often than acquired");
        }
    }

    boolean unused() {
        return holders.get() == 0;
    }
}
