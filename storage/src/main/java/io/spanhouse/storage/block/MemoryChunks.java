package io.spanhouse.storage.block;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Chunks in memory: what a block is before it is written anywhere, between two steps of a rewrite, and in tests. Checks
 * that keys ascend, as files want them, and every chunk once more when it is read. Readers may share it once it is filled.
 */
public final class MemoryChunks implements ChunkSink, ChunkSource {
    private final NavigableMap<ChunkKey, byte[]> chunks = new TreeMap<>();
    private long byteCount;

    @Override
    public void put(ChunkKey key, byte[] bytes, int offset, int length) {
        if (!chunks.isEmpty() && chunks.lastKey().compareTo(key) >= 0) {
            throw new IllegalArgumentException(key + " comes after " + chunks.lastKey());
        }
        chunks.put(key, Arrays.copyOfRange(bytes, offset, offset + length));
        byteCount += length;
    }

    @Override
    public boolean read(ChunkKey key, ChunkBuffer into) {
        byte[] chunk = chunks.get(key);
        into.resize(chunk == null ? 0 : chunk.length);
        if (chunk == null) {
            return false;
        }
        ChunkEnvelope.verify(key, chunk, 0, chunk.length);
        System.arraycopy(chunk, 0, into.array(), 0, chunk.length);
        return true;
    }

    /** All chunks by key; a change to it or to an array changes what is read. */
    public NavigableMap<ChunkKey, byte[]> chunks() {
        return chunks;
    }

    /** Bytes of all chunks. */
    public long byteCount() {
        return byteCount;
    }
}
