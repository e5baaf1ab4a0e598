package io.spanhouse.storage;

import io.spanhouse.storage.model.StoreClock;
import java.util.concurrent.TimeUnit;

/**
 * The slow clock of one partition. Every journal record carries its tick; a cursor carries one too and judges every trace by
 * the rows that are not younger. It is raised once a second, so that ticks tell receipt, and when a query needs a read point.
 * Thread-safe.
 */
final class TickClock {
    private static final long RAISE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final StoreClock clock;
    private long tick;
    private long raisedNanoTime;
    private boolean used;

    TickClock(StoreClock clock) {
        this.clock = clock;
        this.tick = 1;
        this.raisedNanoTime = clock.nanoTime();
    }

    /** Goes on after a tick that was used before. One is left out: rows that were lost with the process may have had it. */
    synchronized void resumeAfter(long lastTick) {
        tick = Math.max(tick, lastTick + 2);
    }

    /** The tick of the next record. */
    synchronized long next() {
        long now = clock.nanoTime();
        if (now - raisedNanoTime >= RAISE_NANOS) {
            raise(now);
        }
        used = true;
        return tick;
    }

    /** A tick that no record taken from now on will have; those before may. */
    synchronized long readPoint() {
        if (!used) {
            return tick - 1;
        }
        long point = tick;
        raise(clock.nanoTime());
        return point;
    }

    /** The tick now. */
    synchronized long current() {
        return tick;
    }

    private void raise(long now) {
        tick++;
        raisedNanoTime = now;
        used = false;
    }
}
