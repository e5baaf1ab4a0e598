package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.spanhouse.storage.StoreFigures;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Figures of what the store did: journal, blocks, cache, RocksDB. */
final class WorkMeters implements MeterBinder {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final StoreSnapshots store;

    WorkMeters(StoreSnapshots store) {
        this.store = store;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        journal(registry);
        work(registry, "seal", figures -> figures.maintenance().seals());
        work(registry, "merge", figures -> figures.maintenance().merges());
        work(registry, "rewrite", figures -> figures.maintenance().rewrites());
        maintenance(registry);
        cache(registry);
        rocks(registry);
    }

    private void journal(MeterRegistry registry) {
        counter(
                registry,
                "spanhouse.journal.records",
                "Batches written to the journals",
                f -> f.journal().records());
        counter(
                registry,
                "spanhouse.journal.spans",
                "Spans written to the journals",
                f -> f.journal().spans());
        counter(
                registry,
                "spanhouse.journal.written.bytes",
                "Bytes written to the journals",
                f -> f.journal().bytes());
        counter(
                registry,
                "spanhouse.journal.failures",
                "Writes and syncs of the journals that failed",
                f -> f.journal().failures());
        counter(
                registry,
                "spanhouse.journal.refused",
                "Batches refused because too many waited",
                f -> f.journal().refused());
    }

    private void work(MeterRegistry registry, String name, Function<StoreFigures, StoreFigures.Work> work) {
        Tags tags = Tags.of("work", name);
        counter(
                registry,
                "spanhouse.maintenance.runs",
                "Blocks written by maintenance",
                tags,
                f -> work.apply(f).count());
        counter(
                registry,
                "spanhouse.maintenance.spans",
                "Spans of the blocks that maintenance wrote",
                tags,
                f -> work.apply(f).spans());
        counter(
                registry,
                "spanhouse.maintenance.bytes",
                "Bytes of the blocks that maintenance wrote",
                tags,
                f -> work.apply(f).bytes());
        counter(
                registry,
                "spanhouse.maintenance.seconds",
                "Time that maintenance took to write blocks",
                tags,
                f -> work.apply(f).nanos() / NANOS_PER_SECOND);
    }

    private void maintenance(MeterRegistry registry) {
        counter(
                registry,
                "spanhouse.maintenance.failures",
                "Attempts at maintenance that failed",
                f -> f.maintenance().failures());
        counter(
                registry,
                "spanhouse.maintenance.erased.events",
                "Events erased because their keep time was over",
                f -> f.maintenance().erasedEvents());
        gauge(
                registry,
                "spanhouse.maintenance.pending.deletes",
                "Files that wait for their last reader",
                f -> f.maintenance().pendingDeletes());
        counter(
                registry,
                "spanhouse.retention.dropped.buckets",
                "Buckets that retention dropped",
                f -> f.maintenance().droppedBuckets());
        counter(
                registry,
                "spanhouse.retention.dropped.bytes",
                "Bytes of the buckets that retention dropped",
                f -> f.maintenance().droppedBytes());
        counter(
                registry,
                "spanhouse.scrubbed.bytes",
                "Bytes of blocks and journals read to verify them",
                f -> f.maintenance().scrubbedBytes());
        counter(
                registry,
                "spanhouse.scrubbed.damages",
                "Places found damaged by verifying blocks and journals",
                f -> f.maintenance().scrubbedDamages());
    }

    private void cache(MeterRegistry registry) {
        counter(
                registry,
                "spanhouse.chunkcache.hits",
                "Chunks of blocks found in memory",
                f -> f.chunkCache().hits());
        counter(
                registry,
                "spanhouse.chunkcache.misses",
                "Chunks of blocks read from disk",
                f -> f.chunkCache().misses());
        gauge(
                registry,
                "spanhouse.chunkcache.chunks",
                "Chunks in memory",
                f -> f.chunkCache().chunks());
    }

    private void rocks(MeterRegistry registry) {
        gauge(
                registry,
                "spanhouse.rocksdb.directories",
                "Open directories of RocksDB",
                f -> f.rocks().buckets());
        gauge(
                registry,
                "spanhouse.rocksdb.files",
                "Files of blocks",
                f -> f.rocks().ssts());
        gauge(
                registry,
                "spanhouse.rocksdb.tablereader.bytes",
                "Memory of open files",
                f -> f.rocks().tableReaderBytes());
        gauge(
                registry,
                "spanhouse.rocksdb.memtable.bytes",
                "Memory of memtables, never written to",
                f -> f.rocks().memtableBytes());
    }

    private void counter(
            MeterRegistry registry, String name, String description, ToDoubleFunction<StoreFigures> figure) {
        counter(registry, name, description, Tags.empty(), figure);
    }

    private void counter(
            MeterRegistry registry, String name, String description, Tags tags, ToDoubleFunction<StoreFigures> figure) {
        FunctionCounter.builder(name, store, snapshots -> figure.applyAsDouble(snapshots.figures()))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<StoreFigures> figure) {
        Gauge.builder(name, () -> figure.applyAsDouble(store.figures()))
                .description(description)
                .register(registry);
    }
}
