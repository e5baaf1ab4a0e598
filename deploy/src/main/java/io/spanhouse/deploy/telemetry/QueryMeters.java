package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryRefusal;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Figures of the query side. Kinds and reasons come from closed sets. */
final class QueryMeters implements QueryMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofMillis(2_500),
        Duration.ofMillis(10_000)
    };

    private final MeterRegistry registry;

    QueryMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(String kind, int status, long nanos, long bytes) {
        Timer.builder("spanhouse.query")
                .description("Requests to the query side, by what was asked and the class of the status")
                .tag("kind", kind)
                .tag("status", status / 100 + "xx")
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
        Counter.builder("spanhouse.query.answer.bytes")
                .description("Bytes of answers as sent")
                .tag("kind", kind)
                .register(registry)
                .increment((double) bytes);
    }

    @Override
    public void refused(QueryRefusal reason) {
        Counter.builder("spanhouse.query.rejected")
                .description("Requests to the query side that were refused")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    @Override
    public void partial(String kind) {
        Counter.builder("spanhouse.query.partial")
                .description("Answers that did not cover everything, and said so")
                .tag("kind", kind)
                .register(registry)
                .increment();
    }

    @Override
    public void headTimedOut() {
        Counter.builder("spanhouse.connections.closed")
                .description("Connections that a listener closed")
                .tag("transport", "query")
                .tag("reason", "header_timeout")
                .register(registry)
                .increment();
    }
}
