package io.spanhouse.storage.block;

/**
 * Where a writer puts the chunks of a block. Keys ascend from call to call. The bytes belong to the caller, who uses the
 * array again as soon as the call returns. An implementation that cannot write throws {@link
 * io.spanhouse.storage.model.StoreException}; the block is then worth nothing and is thrown away as a whole.
 */
public interface ChunkSink {
    /** Takes one whole chunk, envelope included ({@link ChunkEnvelope}). */
    void put(ChunkKey key, byte[] bytes, int offset, int length);
}
