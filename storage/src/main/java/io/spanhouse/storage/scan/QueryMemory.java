package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the groups of one query hold in memory, all of its threads together. Any number of threads. */
final class QueryMemory {
    /** Most bytes that one query's groups may hold. */
    static final long BYTES_MAX = 256L << 20;

    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean scanned;

    /** From now on what was found is only put together, which takes no more than it did. */
    void endScan() {
        scanned = true;
    }

    /**
     * Counts bytes that are about to be held.
     *
     * @throws StoreException TOO_LARGE if there are more than {@link #BYTES_MAX} with them
     */
    void take(long more) {
        if (bytes.addAndGet(more) > BYTES_MAX && !scanned) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "groups and steps take more than " + (BYTES_MAX >> 20) + " MiB of memory");
        }
    }
}
