package io.spanhouse.storage;

import io.spanhouse.storage.scripts.Recordings;
import io.spanhouse.storage.scripts.ScriptState;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ends recordings whose keep time is over, once a minute: they are hidden without it, here they are counted and, with the
 * spans' retention, forgotten. Used by the upkeep thread alone.
 */
final class ScriptUpkeep implements BooleanSupplier {
    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ScriptState scripts;
    private final StoreOptions options;
    private final StoreObserver observer;
    private long nextNanos;
    private long expiredBefore;

    ScriptUpkeep(ScriptState scripts, StoreOptions options, StoreObserver observer) {
        this.scripts = scripts;
        this.options = options;
        this.observer = observer;
        this.nextNanos = options.clock().nanoTime();
    }

    @Override
    public boolean getAsBoolean() {
        long now = options.clock().nanoTime();
        if (now - nextNanos < 0) {
            return false;
        }
        Recordings recordings = scripts.recordings();
        boolean more = recordings.upkeep(options.retention().age().toMillis());
        if (!more) {
            nextNanos = now + INTERVAL_NANOS;
        }
        long expired = recordings.expired();
        if (expired > expiredBefore) {
            observer.recordingsExpired(expired - expiredBefore);
            expiredBefore = expired;
        }
        return more;
    }
}
