package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.StoreClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Two clocks that a test moves. */
final class TestClock implements StoreClock {
    private final AtomicLong epochMillis = new AtomicLong(1_790_000_000_000L);
    private final AtomicLong nanos = new AtomicLong(123_456_789L);

    @Override
    public long epochMillis() {
        return epochMillis.get();
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    /** Time passes. */
    void pass(Duration time) {
        epochMillis.addAndGet(time.toMillis());
        nanos.addAndGet(time.toNanos());
    }

    /** The wall clock alone jumps. */
    void jump(Duration time) {
        epochMillis.addAndGet(time.toMillis());
    }
}
