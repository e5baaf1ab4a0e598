package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.spanhouse.storage.StoreStatus;
import java.util.function.ToDoubleFunction;

/** Figures of what the store holds now. */
final class StoreMeters implements MeterBinder {
    private final StoreSnapshots store;

    StoreMeters(StoreSnapshots store) {
        this.store = store;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        partitions(registry, "spanhouse.journal.bytes", "Bytes of the journals", p -> p.journalBytes());
        partitions(
                registry,
                "spanhouse.journal.unsealed.records",
                "Records that are not in blocks yet",
                p -> p.journalNextOffset() - p.journalSealedOffset());
        partitions(registry, "spanhouse.queue.bytes", "Accepted and not yet visible", p -> p.queuedBytes());
        partitions(registry, "spanhouse.head.spans", "Spans in memory, not in blocks yet", p -> p.headSpans());
        partitions(
                registry, "spanhouse.head.bytes", "Memory of the spans that are not in blocks yet", p -> p.headBytes());
        partitions(registry, "spanhouse.head.generations", "Generations in memory", p -> p.headGenerations());
        buckets(registry, "spanhouse.blocks", "Blocks on disk", b -> b.blocks());
        buckets(registry, "spanhouse.blocks.spans", "Spans in blocks", b -> b.spans());
        buckets(registry, "spanhouse.blocks.bytes", "Bytes of blocks", b -> b.bytes());
        gauge(registry, "spanhouse.buckets", "Buckets on disk", s -> s.buckets().size());
        gauge(registry, "spanhouse.disk.free.bytes", "Free bytes of the volume", s -> s.diskFreeBytes());
        gauge(registry, "spanhouse.accepting", "1 if appends are taken", s -> s.accepting() ? 1 : 0);
        gauge(
                registry,
                "spanhouse.alarms",
                "Damage found and not yet mended",
                s -> s.alarms().size());
    }

    private void partitions(
            MeterRegistry registry, String name, String description, ToDoubleFunction<StoreStatus.Partition> figure) {
        gauge(
                registry,
                name,
                description,
                s -> s.partitions().stream().mapToDouble(figure).sum());
    }

    private void buckets(
            MeterRegistry registry, String name, String description, ToDoubleFunction<StoreStatus.Bucket> figure) {
        gauge(
                registry,
                name,
                description,
                s -> s.buckets().stream().mapToDouble(figure).sum());
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<StoreStatus> figure) {
        Gauge.builder(name, () -> figure.applyAsDouble(store.status()))
                .description(description)
                .register(registry);
    }
}
