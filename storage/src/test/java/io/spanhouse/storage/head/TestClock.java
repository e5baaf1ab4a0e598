package io.spanhouse.storage.head;

import io.spanhouse.storage.model.StoreClock;
import java.time.Duration;

/** A clock that stands until it is moved. */
final class TestClock implements StoreClock {
    private volatile long nanos;

    void move(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public long epochMillis() {
        return 1_790_000_000_000L + nanos / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }
}
