package io.spanhouse.storage.access;

import io.spanhouse.storage.model.StoreClock;
import java.time.Duration;

/** A clock that stands still until it is moved. */
final class TestingClock implements StoreClock {
    private long nanoTime = 1_000_000_000L;
    private long epochMillis;

    TestingClock() {
        this(1_700_000_000_000L);
    }

    TestingClock(long epochMillis) {
        this.epochMillis = epochMillis;
    }

    void advance(Duration duration) {
        nanoTime += duration.toNanos();
        epochMillis += duration.toMillis();
    }

    @Override
    public long epochMillis() {
        return epochMillis;
    }

    @Override
    public long nanoTime() {
        return nanoTime;
    }
}
