package io.spanhouse.ingest.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waiting for what another thread is about to do; looks at once and often, because it is usually done already. */
public final class Eventually {
    private Eventually() {}

    public static ConditionFactory eventually() {
        return Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20));
    }
}
