package io.spanhouse.storage.block;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.function.Supplier;

/** Puts the name of the chunk into what went wrong while reading it: the one place that does. */
final class ChunkFailure {
    private ChunkFailure() {}

    /** A chunk is not what was written. */
    static StoreException corrupt(ChunkKey key, String found) {
        return new StoreException(FailureKind.CORRUPT, key + " is damaged: " + found);
    }

    /** Does some reading and names the chunk in its failure. */
    static <T> T naming(ChunkKey key, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StoreException e) {
            throw named(key, e);
        }
    }

    /** The failure with the chunk's name before it. */
    static StoreException named(ChunkKey key, StoreException failure) {
        return new StoreException(failure.kind(), key + ": " + failure.getMessage(), failure);
    }
}
