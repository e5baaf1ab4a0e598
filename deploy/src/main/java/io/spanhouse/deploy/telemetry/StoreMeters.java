package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.spanhouse.deploy.config.MemoryShares;
import io.spanhouse.storage.StoreStatus;
import io.spanhouse.storage.TraceStore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Figures of the store. Its status is asked for at most once a second, however many figures are scraped. */
final class StoreMeters implements MeterBinder {
    private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TraceStore store;
    private final MemoryShares memory;
    private StoreStatus status;
    private long readNanoTime;

    StoreMeters(TraceStore store, MemoryShares memory) {
        this.store = store;
        this.memory = memory;
        this.status = store.status();
        this.readNanoTime = System.nanoTime();
    }

    private synchronized StoreStatus status() {
        long now = System.nanoTime();
        if (now - readNanoTime >= STATUS_NANOS) {
            status = store.status();
            readNanoTime = now;
        }
        return status;
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
        partitions(registry, "spanhouse.head.spans", "Spans in memory", p -> p.headSpans());
        partitions(registry, "spanhouse.head.bytes", "Memory of these spans", p -> p.headBytes());
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
        memory(registry, "heap", memory.heapBytes());
        memory(registry, "direct", memory.directBytes());
        memory(registry, "head", memory.headBytes());
        memory(registry, "queue", memory.queueBytes());
        memory(registry, "permits", memory.permitBytes());
        memory(registry, "chunk-cache", memory.chunkCacheBytes());
        memory(registry, "indexes", memory.indexBytes());
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
        Gauge.builder(name, () -> figure.applyAsDouble(status()))
                .description(description)
                .register(registry);
    }

    private static void memory(MeterRegistry registry, String share, long bytes) {
        Gauge.builder("spanhouse.memory.budget.bytes", () -> bytes)
                .description("What a part of the program may use of the memory setting")
                .tag("share", share)
                .register(registry);
    }
}
