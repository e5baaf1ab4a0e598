package io.spanhouse.ingest.admission;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts bodies that do not arrive: not whole within {@link Limits#total}, or, after {@link Limits#grace}, slower on
 * average than {@link Limits#bytesPerSecondMin}. Looks four times a second at all open bodies, which are as many as there
 * are requests in flight.
 *
 * <p>Any thread; the actions run on the scheduler's thread and must not block. Whoever starts it closes it.
 */
public final class SlowBodyWatch implements AutoCloseable {
    /**
     * How slow is too slow.
     *
     * @param total the longest that a body may take
     * @param grace how long its speed is not judged
     * @param bytesPerSecondMin least speed after that, on average from the start
     */
    public record Limits(Duration total, Duration grace, long bytesPerSecondMin) {
        /** 30 seconds, and after the first 5 at least 1 kB a second. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(5), 1_000);
    }

    /** A body on its way. */
    public final class OpenBody implements AutoCloseable {
        private final long startNanos = System.nanoTime();
        private final Runnable whenTooSlow;
        private final AtomicLong bytes = new AtomicLong();

        private OpenBody(Runnable whenTooSlow) {
            this.whenTooSlow = whenTooSlow;
        }

        /** So many bytes more have arrived. */
        public void arrived(long bytesMore) {
            bytes.addAndGet(bytesMore);
        }

        /** It is complete, or nobody waits for it any more. */
        @Override
        public void close() {
            forget();
        }

        private boolean forget() {
            return open.remove(this);
        }

        private boolean tooSlow(long nowNanos) {
            long elapsedNanos = nowNanos - startNanos;
            return elapsedNanos > limits.total.toNanos()
                    || elapsedNanos > limits.grace.toNanos()
                            && bytes.get() < limits.bytesPerSecondMin * (elapsedNanos / 1_000_000) / 1_000;
        }
    }

    private static final long LOOK_EVERY_MILLIS = 250;

    private final Limits limits;
    private final Set<OpenBody> open = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> looking;

    public SlowBodyWatch(Limits limits, ScheduledExecutorService scheduler) {
        this.limits = limits;
        this.looking = scheduler.scheduleWithFixedDelay(
                this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Starts the clock of a body. */
    public OpenBody begin(Runnable whenTooSlow) {
        OpenBody body = new OpenBody(whenTooSlow);
        open.add(body);
        return body;
    }

    private void look() {
        long nowNanos = System.nanoTime();
        for (OpenBody body : open) {
            if (body.tooSlow(nowNanos) && body.forget()) {
                body.whenTooSlow.run();
            }
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
    }
}
