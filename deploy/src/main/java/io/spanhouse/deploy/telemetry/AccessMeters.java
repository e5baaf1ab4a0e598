package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.ReloadingKeyManager;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether the files of keys and of the certificate could be read again, and when the certificate ends. */
final class AccessMeters implements MeterBinder {
    private final KeyRing keys;
    private final @Nullable ReloadingKeyManager certificate;
    private final Clock clock;

    AccessMeters(KeyRing keys, @Nullable ReloadingKeyManager certificate, Clock clock) {
        this.keys = keys;
        this.certificate = certificate;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        problem(registry, "keys", keys::problem);
        ReloadingKeyManager pair = certificate;
        if (pair != null) {
            problem(registry, "certificate", pair::problem);
            Gauge.builder(
                            "spanhouse.certificate.remaining.seconds",
                            () -> Duration.between(clock.instant(), pair.notAfter())
                                    .toSeconds())
                    .description("Time until the listeners' certificate ends")
                    .register(registry);
        }
    }

    private static void problem(MeterRegistry registry, String file, Supplier<String> problem) {
        Gauge.builder("spanhouse.reload.problem", () -> problem.get().isEmpty() ? 0 : 1)
                .description("1 if a changed file could not be read again; the server goes on with what it had")
                .tag("file", file)
                .register(registry);
    }
}
