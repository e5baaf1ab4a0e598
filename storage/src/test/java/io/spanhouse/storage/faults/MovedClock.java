package io.spanhouse.storage.faults;

import io.spanhouse.storage.model.StoreClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved. */
final class MovedClock implements StoreClock {
    private static final long START_MILLIS = 1_790_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    void move(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public long epochMillis() {
        return START_MILLIS + nanos.get() / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }
}
