package io.spanhouse.storage.rocks;

import java.util.UUID;

/**
 * What every file of one store agrees on; drawn when its directory is made.
 *
 * @param storeId tells a file of another store
 * @param partitions number of partitions, fixed for ever
 * @param hashSeed seed of the hashes of trace ids, so that clients cannot choose where their ids fall
 */
public record StoreIdentity(UUID storeId, int partitions, long hashSeed) {
    public StoreIdentity {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is " + partitions + ", expected at least 1");
        }
    }
}
