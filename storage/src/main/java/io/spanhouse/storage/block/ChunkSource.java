package io.spanhouse.storage.block;

/**
 * Where a reader gets the chunks of a block. Any number of threads may ask, each with a buffer of its own.
 *
 * <p>An implementation calls {@link ChunkEnvelope#verify} once on bytes that come from disk and may hand out from a cache
 * what it has verified: readers do not compute the checksum again.
 */
public interface ChunkSource {
    /**
     * Copies one whole chunk, envelope included, into the buffer.
     *
     * @return false if there is no such chunk; the buffer is then empty
     * @throws io.spanhouse.storage.model.StoreException CORRUPT or TOO_NEW if the chunk is not what was written, naming it;
     *     CANCELLED if the query that reads is over its time or bytes; CLOSED
     */
    boolean read(ChunkKey key, ChunkBuffer into);
}
