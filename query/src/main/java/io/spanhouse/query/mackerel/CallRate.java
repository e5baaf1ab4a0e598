package io.spanhouse.query.mackerel;

import io.spanhouse.storage.access.AccessDeniedException;
import io.spanhouse.storage.access.AccessKey;
import io.spanhouse.storage.access.Caller;
import io.spanhouse.storage.access.RateLimiter;
import io.spanhouse.storage.model.StoreClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The dialect's own limit of calls a second and key, as the hosted service has one. Off by default. Remembers the {@value
 * #KEYS_MAX} keys that called last; a key that is forgotten starts anew. Thread-safe.
 */
final class CallRate {
    private static final int KEYS_MAX = 10_000;

    private final int perSecond;
    private final StoreClock clock;
    private final Map<String, RateLimiter> limiters = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RateLimiter> eldest) {
            return size() > KEYS_MAX;
        }
    };

    CallRate(int perSecond, StoreClock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
    }

    /**
     * Counts a call.
     *
     * @throws AccessDeniedException RATE with the time to wait
     */
    void count(Caller caller) {
        if (perSecond == 0) {
            return;
        }
        Duration wait = limiterOf(caller.keyId()).take();
        if (!wait.isZero()) {
            throw new AccessDeniedException(
                    AccessDeniedException.Reason.RATE,
                    "this API takes " + perSecond + " calls a second of a key",
                    wait);
        }
    }

    private synchronized RateLimiter limiterOf(String keyId) {
        return limiters.computeIfAbsent(
                keyId, absent -> new RateLimiter(new AccessKey.Rate(perSecond, perSecond), clock));
    }
}
