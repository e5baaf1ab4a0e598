package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.ChunkBuffer;
import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.block.ChunkSource;

/**
 * Counts the bytes that a thread reads from blocks, so that a unit of work can say what it cost. A unit runs on one thread,
 * and a thread runs one unit at a time.
 */
final class MeteredChunks implements ChunkSource {
    private static final ThreadLocal<long[]> BYTES = ThreadLocal.withInitial(() -> new long[1]);

    private final ChunkSource chunks;

    MeteredChunks(ChunkSource chunks) {
        this.chunks = chunks;
    }

    @Override
    public boolean read(ChunkKey key, ChunkBuffer into) {
        boolean found = chunks.read(key, into);
        BYTES.get()[0] += into.length();
        return found;
    }

    /** Bytes that this thread has read since it was last asked. */
    static long takeBytes() {
        long[] bytes = BYTES.get();
        long taken = bytes[0];
        bytes[0] = 0;
        return taken;
    }
}
