package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.ChunkSource;
import org.jspecify.annotations.Nullable;

/**
 * The block of one project in one SST. A view acquires every block that it has and releases it when its last reader is
 * gone; in between the block can be read. Any number of threads.
 */
public final class StoredBlock {
    private final StoredSst sst;
    private final SstHeader.Content content;
    private final BlockIdentity identity;
    private volatile @Nullable BlockReader reader;

    StoredBlock(StoredSst sst, SstHeader.Content content) {
        this.sst = sst;
        this.content = content;
        SstHeader.Place place = sst.header().place();
        identity = new BlockIdentity(
                place.block(), content.project(), place.store().hashSeed());
    }

    /** What its SST says of itself. */
    public SstHeader header() {
        return sst.header();
    }

    /** What it says of this block. */
    public SstHeader.Content content() {
        return content;
    }

    /** Number of its project. */
    public int project() {
        return content.project();
    }

    /** The bucket it lies in. */
    public BucketId bucket() {
        return sst.bucket().id();
    }

    /** Which block it is, for its reader. */
    public BlockIdentity identity() {
        return identity;
    }

    /**
     * Its reader, opened at first use and kept. The holder of the block may use it as long as it holds it.
     *
     * @throws io.spanhouse.storage.model.StoreException CORRUPT, TOO_NEW, CLOSED or UNAVAILABLE
     */
    public BlockReader reader() {
        BlockReader open = reader;
        if (open == null) {
            // Two threads may both open it; either reader is as good.
            open = BlockReader.open(sst, identity.block(), identity.project());
            reader = open;
        }
        return open;
    }

    /** Its chunks, verified and cached. */
    public ChunkSource chunks() {
        return sst;
    }

    /**
     * Writes the block into another SST as it is, under that one's block number, and counts its spans there.
     *
     * @throws io.spanhouse.storage.model.StoreException CORRUPT if one of its chunks is damaged
     */
    public void copyTo(SstWriter target) {
        sst.bucket().copy(header().place().block(), project(), target);
        target.count(project(), content.spans(), content.traces());
    }

    /** Which traces its bucket may have; the same for all blocks of a bucket. */
    public SeenTraces seenTraces() {
        return sst.bucket().seen();
    }

    /** Keeps the block readable until {@link #release}. Only a holder, or who got it from one, may acquire. */
    public void acquire() {
        sst.acquire();
    }

    /** Ends one {@link #acquire}. */
    public void release() {
        sst.release();
    }

    StoredSst sst() {
        return sst;
    }

    @Override
    public String toString() {
        return sst.header().place() + " project " + content.project();
    }
}
