package io.spanhouse.storage;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The batches of a partition that are on their way from their senders to the head, and up to which tick all have come. A
 * read point waits here until what it must see is visible. Thread-safe.
 */
final class Arrivals {
    private static final long READ_POINT_WAIT_MILLIS = 10_000;

    private final TickClock ticks;
    private final AtomicLong inFlight = new AtomicLong();
    private volatile long publishedTick;

    Arrivals(TickClock ticks) {
        this.ticks = ticks;
    }

    /** A batch sets out. */
    void started() {
        inFlight.incrementAndGet();
    }

    /** So many batches are visible, or refused. */
    void finished(int count) {
        inFlight.addAndGet(-count);
        synchronized (this) {
            notifyAll();
        }
    }

    /** Whether none is on its way. */
    boolean none() {
        return inFlight.get() == 0;
    }

    /** All records up to one of this tick are visible; told before {@link #finished} of them. */
    void published(long tick) {
        publishedTick = Math.max(publishedTick, tick);
    }

    /** A tick for a cursor: all spans taken with it or an earlier one are visible when this returns. */
    long readPoint() {
        long point = ticks.readPoint();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READ_POINT_WAIT_MILLIS);
        synchronized (this) {
            // Nothing in flight at one moment means that all from before it is in; so does a later tick.
            while (inFlight.get() != 0 && publishedTick <= point) {
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (millis <= 0) {
                    throw new StoreException(
                            FailureKind.OVERLOADED,
                            "spans are waiting for the disk too long to page through a list now");
                }
                try {
                    wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StoreException(FailureKind.CANCELLED, "interrupted while waiting for spans", e);
                }
            }
        }
        return point;
    }
}
