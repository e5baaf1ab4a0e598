package io.spanhouse.storage;

import io.spanhouse.storage.maintenance.Room;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;

/**
 * Lets merges and rewrites have of the volume what lies above the reserve: that is for seals, without which nothing can be
 * taken any more. Thread-safe.
 */
record RewriteRoom(StoreDirectory directory, long reserveBytes) implements Room {
    @Override
    public void require(long bytes) {
        long free = directory.freeBytes();
        if (free - bytes < reserveBytes) {
            throw new StoreException(
                    FailureKind.UNAVAILABLE,
                    "blocks of " + bytes + " bytes wait to be written anew: the volume has " + free
                            + " bytes free, and a reserve of " + reserveBytes + " is to be left");
        }
    }
}
