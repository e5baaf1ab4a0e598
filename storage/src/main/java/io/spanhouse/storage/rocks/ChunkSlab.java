package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.ChunkBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;

/**
 * A stretch of memory outside the heap that is filled with chunks front to back and emptied as a whole. Written by one
 * thread at a time, read by any number: a reader copies first and asks afterwards whether the slab was emptied meanwhile.
 */
final class ChunkSlab {
    private final ByteBuffer memory;
    private final StampedLock lock = new StampedLock();
    private ArrayList<Entry> entries = new ArrayList<>();
    private int used;

    ChunkSlab(int bytes) {
        memory = ByteBuffer.allocateDirect(bytes);
    }

    boolean hasRoom(int length) {
        return memory.capacity() - used >= length;
    }

    Entry add(ChunkCache.Address address, byte[] bytes, int offset, int length) {
        memory.put(used, bytes, offset, length);
        Entry entry = new Entry(this, address, used, length);
        entries.add(entry);
        used += length;
        return entry;
    }

    /** Empties the slab but for what was read since it came, up to half of the slab, and keeps the map right. */
    void recycle(Map<ChunkCache.Address, Entry> map) {
        long stamp = lock.writeLock();
        try {
            ArrayList<Entry> survivors = new ArrayList<>();
            int kept = 0;
            for (Entry entry : entries) {
                if (!entry.touched || kept + entry.length > memory.capacity() / 2) {
                    map.remove(entry.address, entry);
                    continue;
                }
                // Entries lie in order of their offsets, so moving one down overwrites only what was handled before.
                memory.put(kept, memory.slice(entry.offset, entry.length), 0, entry.length);
                Entry moved = new Entry(this, entry.address, kept, entry.length);
                map.put(entry.address, moved);
                survivors.add(moved);
                kept += entry.length;
            }
            for (Entry entry : entries) {
                entry.gone = true;
            }
            entries = survivors;
            used = kept;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /** One chunk in a slab. */
    static final class Entry {
        private final ChunkSlab slab;
        private final ChunkCache.Address address;
        private final int offset;
        private final int length;
        private volatile boolean touched;
        private boolean gone;

        Entry(ChunkSlab slab, ChunkCache.Address address, int offset, int length) {
            this.slab = slab;
            this.address = address;
            this.offset = offset;
            this.length = length;
        }

        /** Copies the chunk out; false if the slab was emptied before or while. */
        boolean read(ChunkBuffer into) {
            long stamp = slab.lock.tryOptimisticRead();
            if (stamp == 0 || gone) {
                return false;
            }
            into.resize(length);
            slab.memory.get(offset, into.array(), 0, length);
            if (!slab.lock.validate(stamp)) {
                return false;
            }
            if (!touched) {
                touched = true;
            }
            return true;
        }
    }
}
