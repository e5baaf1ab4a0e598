package io.spanhouse.storage.access;

import io.spanhouse.storage.model.StoreClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Generic cell rate algorithm: remembers only when the next call is due. Refused calls cost nothing. On the monotonic
 * clock, lock-free, thread-safe.
 */
public final class RateLimiter {
    private final StoreClock clock;
    private final long intervalNanos;
    private final long toleranceNanos;
    private final AtomicLong dueNanoTime;

    public RateLimiter(AccessKey.Rate rate, StoreClock clock) {
        this.clock = clock;
        this.intervalNanos = Math.max(1, (long) (1e9 / rate.perSecond()));
        this.toleranceNanos = Math.multiplyExact(intervalNanos, (long) rate.burst() - 1);
        this.dueNanoTime = new AtomicLong(clock.nanoTime());
    }

    /** Zero if the call may go on, else how long to wait before the next try. */
    public Duration take() {
        while (true) {
            long now = clock.nanoTime();
            long due = dueNanoTime.get();
            long earliest = due - toleranceNanos;
            if (earliest - now > 0) {
                return Duration.ofNanos(earliest - now);
            }
            long next = (due - now > 0 ? due : now) + intervalNanos;
            if (dueNanoTime.compareAndSet(due, next)) {
                return Duration.ZERO;
            }
        }
    }
}
