package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Chunks whose checksum was verified, outside the heap, shared by all buckets of a store.
 *
 * <p>Why own memory: RocksDB's block cache would verify and copy as well, is not charged to one budget with the rest, and
 * knows nothing of what a seal should leave behind; chunks on the heap would be garbage of many megabytes a second.
 *
 * <p>Memory is a ring of slabs that are filled one after the other. When the ring is full the oldest slab is emptied, but
 * chunks of it that were read since they came keep their place: second chance by slab. Nothing is ever freed or
 * fragmented, and the limit holds to the byte. A chunk costs its bytes plus about 150 bytes of heap. Slabs are made as
 * they are needed.
 *
 * <p>Any number of threads. Readers copy to their own array without a lock and check afterwards that the slab was not
 * emptied meanwhile; writers take turns.
 */
public final class ChunkCache {
    private static final int SLAB_BYTES = 4 << 20;
    private static final int SLAB_BYTES_MIN = 64 << 10;
    private static final int SLABS_MIN = 8;

    private final ConcurrentHashMap<Address, ChunkSlab.Entry> entries = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final int slabBytes;
    private final int slabsMax;
    private final Object writeLock = new Object();
    private final List<ChunkSlab> slabs = new ArrayList<>();
    private int current = -1;

    /**
     * An empty cache.
     *
     * @param bytesMax limit of memory outside the heap; too little for eight slabs means no cache at all
     */
    public ChunkCache(long bytesMax) {
        slabBytes = (int) Math.max(SLAB_BYTES_MIN, Math.min(SLAB_BYTES, bytesMax / SLABS_MIN));
        long slabCount = bytesMax / slabBytes;
        slabsMax = slabCount < SLABS_MIN ? 0 : (int) Math.min(slabCount, Integer.MAX_VALUE);
    }

    /** The longest chunk that is kept; longer ones are read from disk each time. */
    public int chunkBytesMax() {
        return slabsMax == 0 ? 0 : slabBytes / 4;
    }

    /** What the cache did so far and holds now. */
    public Figures figures() {
        synchronized (writeLock) {
            return new Figures(hits.sum(), misses.sum(), entries.size(), (long) slabs.size() * slabBytes);
        }
    }

    /** Copies a chunk of an owner into the buffer if it is here. */
    boolean read(long owner, ChunkKey key, ChunkBuffer into) {
        ChunkSlab.Entry entry = entries.get(new Address(owner, key));
        if (entry != null && entry.read(into)) {
            hits.increment();
            return true;
        }
        misses.increment();
        return false;
    }

    /** Keeps a verified chunk of an owner. Owners are numbered by the environment and never return. */
    void put(long owner, ChunkKey key, byte[] bytes, int offset, int length) {
        if (length > chunkBytesMax()) {
            return;
        }
        Address address = new Address(owner, key);
        synchronized (writeLock) {
            if (!entries.containsKey(address)) {
                entries.put(address, slabWithRoom(length).add(address, bytes, offset, length));
            }
        }
    }

    private ChunkSlab slabWithRoom(int length) {
        if (current < 0 || !slabs.get(current).hasRoom(length)) {
            if (slabs.size() < slabsMax) {
                current = slabs.size();
                slabs.add(new ChunkSlab(slabBytes));
            } else {
                // At most half of a slab survives, and no chunk is longer than a quarter, so there is room now.
                current = (current + 1) % slabs.size();
                slabs.get(current).recycle(entries);
            }
        }
        return slabs.get(current);
    }

    /** A chunk of one owner. */
    record Address(long owner, ChunkKey key) {}

    /**
     * What a cache did and holds.
     *
     * @param hits chunks that were here
     * @param misses chunks that were not
     * @param chunks chunks that are here
     * @param bytes memory in use outside the heap
     */
    public record Figures(long hits, long misses, long chunks, long bytes) {}
}
