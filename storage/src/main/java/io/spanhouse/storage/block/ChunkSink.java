package io.spanhouse.storage.block;

import io.spanhouse.storage.model.DistantValue;

/**
 * Where a writer puts the chunks of a block. Keys ascend from call to call. The bytes belong to the caller, who uses the
 * array again as soon as the call returns. An implementation that cannot write throws {@link
 * io.spanhouse.storage.model.StoreException}; the block is then worth nothing and is thrown away as a whole.
 */
public interface ChunkSink {
    /** Takes one whole chunk, envelope included ({@link ChunkEnvelope}). */
    void put(ChunkKey key, byte[] bytes, int offset, int length);

    /**
     * Takes a chunk of a large value by the value's place, if the sink is only read while that can be read too; it makes the
     * chunk whenever it is asked for.
     *
     * @return false if the sink wants the bytes
     */
    default boolean defer(ChunkKey key, DistantValue value) {
        return false;
    }
}
