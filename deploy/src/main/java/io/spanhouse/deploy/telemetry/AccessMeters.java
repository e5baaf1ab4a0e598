package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.spanhouse.storage.access.AccessFiles;
import io.spanhouse.storage.access.ClientTrust;
import io.spanhouse.storage.access.ReloadingKeyManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Whether the files of keys and certificates could be read again, when certificates end, and which clients' were refused. */
final class AccessMeters implements MeterBinder {
    private final AccessFiles access;
    private final Clock clock;

    AccessMeters(AccessFiles access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        problem(registry, "keys", access.keys()::problem);
        ReloadingKeyManager pair = access.certificate();
        if (pair != null) {
            problem(registry, "certificate", pair::problem);
            remaining(registry, "certificate", pair::notAfter);
        }
        ClientTrust clients = access.clients();
        if (clients != null) {
            problem(registry, "client-authorities", clients::problem);
            remaining(registry, "client-authorities", clients::notAfter);
            FunctionCounter.builder("spanhouse.client.certificates.refused", clients, ClientTrust::refused)
                    .description("Certificates of clients that were refused: of another authority, or ended")
                    .register(registry);
        }
    }

    private static void problem(MeterRegistry registry, String file, Supplier<String> problem) {
        Gauge.builder("spanhouse.reload.problem", () -> problem.get().isEmpty() ? 0 : 1)
                .description("1 if a changed file could not be read again; the server goes on with what it had")
                .tag("file", file)
                .register(registry);
    }

    private void remaining(MeterRegistry registry, String file, Supplier<Instant> notAfter) {
        Gauge.builder(
                        "spanhouse.certificate.remaining.seconds",
                        () -> Duration.between(clock.instant(), notAfter.get()).toSeconds())
                .description("Time until the first certificate of a file ends; negative if it has")
                .tag("file", file)
                .register(registry);
    }
}
