package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.otlp.SpanRejection;
import io.spanhouse.ingest.otlp.SpanRepair;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Figures of ingest. Counters are found by a map of their own once they were made, because a registry's look-up builds the
 * meter's name and tags each time.
 */
final class IngestMeters implements IngestMetrics {
    private final MeterRegistry registry;
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

    /** Name and tags of a counter. */
    private record Key(String name, String first, String second) {}

    IngestMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Transport transport : Transport.values()) {
            for (RejectionKind kind : RejectionKind.values()) {
                rejected(transport, kind);
            }
        }
        for (SpanRejection reason : SpanRejection.values()) {
            spansRejected(reason, 0);
        }
        for (SpanRepair reason : SpanRepair.values()) {
            spansRepaired(reason, 0);
        }
        duplicates(0, 0);
        framesDropped(0);
    }

    @Override
    public void accepted(Transport transport, String project, long wireBytes, long inflatedBytes, long spans) {
        by("spanhouse.ingest.requests", "Requests answered with OK", transport, project)
                .increment();
        by("spanhouse.ingest.wire.bytes", "Bytes of bodies as sent", transport, project)
                .increment((double) wireBytes);
        by("spanhouse.ingest.inflated.bytes", "Bytes of bodies once inflated", transport, project)
                .increment((double) inflatedBytes);
        by("spanhouse.ingest.spans", "Spans taken, repeated ones included", transport, project)
                .increment((double) spans);
    }

    @Override
    public void requestRejected(Transport transport, RejectionKind kind) {
        rejected(transport, kind).increment();
    }

    private Counter rejected(Transport transport, RejectionKind kind) {
        return counters.computeIfAbsent(
                new Key("spanhouse.ingest.requests.rejected", transport.name(), kind.name()),
                key -> Counter.builder(key.name())
                        .description("Whole requests that were refused")
                        .tag("transport", lower(transport))
                        .tag("reason", kind.reason())
                        .register(registry));
    }

    @Override
    public void spansRejected(SpanRejection reason, long spans) {
        byReason("spanhouse.ingest.spans.rejected", "Spans of accepted requests that were refused", reason)
                .increment((double) spans);
    }

    @Override
    public void spansRepaired(SpanRepair reason, long spans) {
        byReason("spanhouse.ingest.spans.repaired", "Spans stored other than sent, or with a remark", reason)
                .increment((double) spans);
    }

    @Override
    public void duplicates(long repeated, long conflicting) {
        counters.computeIfAbsent(
                        new Key("spanhouse.ingest.spans.duplicate", "", ""),
                        key -> Counter.builder(key.name())
                                .description("Spans that were there already, equal in every field")
                                .register(registry))
                .increment((double) repeated);
        counters.computeIfAbsent(
                        new Key("spanhouse.ingest.spans.duplicate.conflict", "", ""),
                        key -> Counter.builder(key.name())
                                .description("Spans stored beside one of the same id and other content")
                                .register(registry))
                .increment((double) conflicting);
    }

    @Override
    public void framesDropped(long frames) {
        counters.computeIfAbsent(
                        new Key("spanhouse.ingest.frames.dropped", "", ""),
                        key -> Counter.builder(key.name())
                                .description("Frames of recordings dropped as a trace definition asks")
                                .register(registry))
                .increment((double) frames);
    }

    @Override
    public void connectionClosed(Transport transport, ConnectionCloseReason reason) {
        counters.computeIfAbsent(
                        new Key("spanhouse.connections.closed", transport.name(), reason.name()),
                        key -> Counter.builder(key.name())
                                .description("Connections that a listener closed")
                                .tag("transport", lower(transport))
                                .tag("reason", lower(reason))
                                .register(registry))
                .increment();
    }

    private Counter by(String name, String description, Transport transport, String project) {
        return counters.computeIfAbsent(
                new Key(name, transport.name(), project),
                key -> Counter.builder(key.name())
                        .description(description)
                        .tag("transport", lower(transport))
                        .tag("project", project)
                        .register(registry));
    }

    private Counter byReason(String name, String description, Enum<?> reason) {
        return counters.computeIfAbsent(
                new Key(name, reason.name(), ""),
                key -> Counter.builder(key.name())
                        .description(description)
                        .tag("reason", lower(reason))
                        .register(registry));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
