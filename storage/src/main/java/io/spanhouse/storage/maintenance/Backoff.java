package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.StoreClock;
import java.util.concurrent.TimeUnit;

/** When to try again what failed: after a second, then twice as long each time, up to a minute. One thread. */
final class Backoff {
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final StoreClock clock;
    private long waitNanos;
    private long failedNanos;

    Backoff(StoreClock clock) {
        this.clock = clock;
    }

    /** Whether it is time. */
    boolean mayTry() {
        return waitNanos == 0 || clock.nanoTime() - failedNanos >= waitNanos;
    }

    void failed() {
        failedNanos = clock.nanoTime();
        waitNanos = waitNanos == 0 ? FIRST_NANOS : Math.min(LONGEST_NANOS, waitNanos * 2);
    }

    void succeeded() {
        waitNanos = 0;
    }
}
