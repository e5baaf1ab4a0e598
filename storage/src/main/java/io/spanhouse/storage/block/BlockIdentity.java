package io.spanhouse.storage.block;

/**
 * Which block of which project.
 *
 * @param block number of the block, unique in its directory
 * @param project number of the project
 * @param hashSeed the store's seed for hashes of trace ids, so that clients cannot choose where their ids fall
 */
public record BlockIdentity(long block, int project, long hashSeed) {
    ChunkKey key(ChunkKind kind, int part, int column) {
        return new ChunkKey(block, project, kind, part, column);
    }
}
