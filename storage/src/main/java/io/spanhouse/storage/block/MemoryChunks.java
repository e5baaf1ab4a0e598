package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Compression;
import io.spanhouse.storage.model.DistantValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Chunks in memory: what a block is before it is written anywhere, between two steps of a rewrite, and in tests. Checks
 * that keys ascend, as files want them, and every chunk once more when it is read. Readers may share it once it is filled.
 */
public final class MemoryChunks implements ChunkSink, ChunkSource {
    private final NavigableMap<ChunkKey, byte[]> chunks = new TreeMap<>();
    /** Chunks of values that lie elsewhere, which are made when they are read; among the others each has no bytes. */
    private final Map<ChunkKey, DistantValue> deferred = new HashMap<>();

    private long byteCount;

    @Override
    public void put(ChunkKey key, byte[] bytes, int offset, int length) {
        expectAfterLast(key);
        chunks.put(key, Arrays.copyOfRange(bytes, offset, offset + length));
        byteCount += length;
    }

    private void expectAfterLast(ChunkKey key) {
        if (!chunks.isEmpty() && chunks.lastKey().compareTo(key) >= 0) {
            throw new IllegalArgumentException(key + " comes after " + chunks.lastKey());
        }
    }

    @Override
    public boolean defer(ChunkKey key, DistantValue value) {
        expectAfterLast(key);
        chunks.put(key, new byte[0]);
        deferred.put(key, value);
        return true;
    }

    /** Makes the chunk of a large value. */
    static void make(ChunkKey key, DistantValue value, ChunkBuffer into) {
        byte[] bytes = value.read();
        ByteWriter chunk = new ByteWriter(bytes.length + ChunkEnvelope.BYTES);
        chunk.advance(ChunkEnvelope.BYTES);
        try (Compression compression = new Compression()) {
            compression.write(bytes, 0, bytes.length, chunk);
        }
        ChunkEnvelope.write(key, chunk.array(), 0, chunk.size());
        into.resize(chunk.size());
        System.arraycopy(chunk.array(), 0, into.array(), 0, chunk.size());
    }

    @Override
    public boolean read(ChunkKey key, ChunkBuffer into) {
        DistantValue distant = deferred.get(key);
        if (distant != null) {
            make(key, distant, into);
            return true;
        }
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
