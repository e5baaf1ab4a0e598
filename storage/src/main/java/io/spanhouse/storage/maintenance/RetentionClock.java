package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.StoreClock;
import java.util.concurrent.TimeUnit;

/**
 * The clock that retention counts by. A wall clock that jumps years ahead would drop everything at once, so this one goes
 * on with the monotonic clock, and follows a jump of the wall clock only after the wall clock has stood by it for an hour.
 * A slow drift is followed at once.
 *
 * <p>It starts where the newest block says that it was: time that the program did not run is such a jump too. Any thread.
 */
final class RetentionClock {
    /** How long the wall clock must stand by what it says. */
    static final long BELIEVED_AFTER_MILLIS = TimeUnit.HOURS.toMillis(1);

    /** The wall clock may be corrected by so much without being doubted. */
    static final long DRIFT_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final StoreClock clock;
    private final long startNanos;
    private long atStartMillis;
    private boolean doubting;
    private long doubtedOffsetMillis;
    private long doubtedSinceNanos;

    /**
     * Starts the clock.
     *
     * @param lastMillis its last reading that is known, {@link Long#MIN_VALUE} if it never ran
     */
    RetentionClock(StoreClock clock, long lastMillis) {
        this.clock = clock;
        startNanos = clock.nanoTime();
        atStartMillis = lastMillis == Long.MIN_VALUE ? clock.epochMillis() : lastMillis;
    }

    /** Milliseconds since 1970, as far as they can be believed. Call it at least every few minutes. */
    synchronized long millis() {
        long nowNanos = clock.nanoTime();
        long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(nowNanos - startNanos);
        long offsetMillis = clock.epochMillis() - elapsedMillis - atStartMillis;
        if (Math.abs(offsetMillis) <= DRIFT_MILLIS) {
            doubting = false;
            atStartMillis += offsetMillis;
        } else if (!doubting || Math.abs(offsetMillis - doubtedOffsetMillis) > DRIFT_MILLIS) {
            doubting = true;
            doubtedOffsetMillis = offsetMillis;
            doubtedSinceNanos = nowNanos;
        } else if (nowNanos - doubtedSinceNanos >= TimeUnit.MILLISECONDS.toNanos(BELIEVED_AFTER_MILLIS)) {
            doubting = false;
            atStartMillis += offsetMillis;
        }
        return atStartMillis + elapsedMillis;
    }
}
