package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spanhouse.deploy.config.MemoryShares;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.MemoryPermits;
import io.spanhouse.query.QueryMetrics;
import io.spanhouse.storage.StoreObserver;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.AccessFiles;
import java.time.Clock;

/** All figures of the program in one registry. The parts count through their own small interfaces. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final IngestMetrics ingest = new IngestMeters(registry);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final QueryMetrics query = new QueryMeters(registry);
    private final StoreObserver store = new JournalMeters(registry);

    /** A registry with the figures of the process. */
    public Metrics() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /** Adds the figures of a store and how the memory is shared out. */
    public void bind(TraceStore store, MemoryShares memory) {
        StoreSnapshots snapshots = new StoreSnapshots(store);
        new StoreMeters(snapshots).bindTo(registry);
        new WorkMeters(snapshots).bindTo(registry);
        new MemoryMeters(snapshots, memory).bindTo(registry);
    }

    /** Adds what requests hold of their share of the memory. */
    public void bind(MemoryPermits permits) {
        MemoryMeters.permits(registry, permits);
    }

    /** Adds the state of keys and certificates. */
    public void bind(AccessFiles access) {
        new AccessMeters(access, Clock.systemUTC()).bindTo(registry);
    }

    /** Where the store counts single events. */
    public StoreObserver store() {
        return store;
    }

    /** Where ingest counts. */
    public IngestMetrics ingest() {
        return ingest;
    }

    /** Where the query side counts. */
    public QueryMetrics query() {
        return query;
    }

    /** Ends what watches the JVM. */
    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    /** All figures as Prometheus scrapes them. */
    public String scrape() {
        return registry.scrape();
    }
}
