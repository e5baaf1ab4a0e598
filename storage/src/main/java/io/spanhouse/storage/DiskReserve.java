package io.spanhouse.storage;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Refuses appends while the volume is nearly full, so that blocks can still be written and room be made; and tells whether
 * the disk takes writes at all. Looks at the volume at most four times a second. Thread-safe.
 */
final class DiskReserve {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long PROBE_SECONDS = 5;

    private final StoreDirectory directory;
    private final long reserveBytes;
    private final StoreClock clock;
    private final AtomicLong nextLookNanoTime;
    private volatile long freeBytes;
    private volatile String refusal = "";

    DiskReserve(StoreDirectory directory, long reserveBytes, StoreClock clock) {
        this.directory = directory;
        this.reserveBytes = reserveBytes;
        this.clock = clock;
        this.nextLookNanoTime = new AtomicLong(clock.nanoTime() + LOOK_NANOS);
        this.freeBytes = directory.freeBytes();
    }

    /**
     * Lets an append on.
     *
     * @throws StoreException UNAVAILABLE if the reserve is reached
     */
    void require() {
        look();
        if (freeBytes < reserveBytes) {
            throw new StoreException(FailureKind.UNAVAILABLE, full());
        }
    }

    /** Whether an append would be let on. */
    boolean accepting() {
        look();
        return freeBytes >= reserveBytes;
    }

    private String full() {
        return "the volume has " + freeBytes + " bytes free, expected at least the reserve of " + reserveBytes;
    }

    private void look() {
        long now = clock.nanoTime();
        long due = nextLookNanoTime.get();
        if (now - due >= 0 && nextLookNanoTime.compareAndSet(due, now + LOOK_NANOS)) {
            freeBytes = directory.freeBytes();
        }
    }

    /** Free bytes of the volume, as of the last look. */
    long freeBytes() {
        look();
        return freeBytes;
    }

    /** Why appends are refused; empty if they are not. */
    String refusal() {
        return freeBytes < reserveBytes ? full() : refusal;
    }

    /** Writes and syncs a mark to each journal; false if the disk refuses or the reserve is reached. */
    boolean probe(List<Partition> partitions) {
        look();
        try {
            for (Partition partition : partitions) {
                CompletableFuture<Void> probe = partition.probe();
                probe.get(PROBE_SECONDS, TimeUnit.SECONDS);
            }
            refusal = "";
        } catch (ExecutionException | TimeoutException | StoreException e) {
            refusal = "the disk does not take writes: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return refusal().isEmpty();
    }
}
