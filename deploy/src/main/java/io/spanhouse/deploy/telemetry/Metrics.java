package io.spanhouse.deploy.telemetry;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spanhouse.deploy.config.MemoryShares;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.query.QueryMetrics;
import io.spanhouse.storage.TraceStore;

/** All figures of the program in one registry. The parts count through their own small interfaces. */
public final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final IngestMetrics ingest = new IngestMeters(registry);
    private final QueryMetrics query = new QueryMeters(registry);

    /** A registry with the figures of the process. */
    public Metrics() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /** Adds the figures of a store and how the memory is shared out. */
    public void bind(TraceStore store, MemoryShares memory) {
        new StoreMeters(store, memory).bindTo(registry);
    }

    /** Where ingest counts. */
    public IngestMetrics ingest() {
        return ingest;
    }

    /** Where the query side counts. */
    public QueryMetrics query() {
        return query;
    }

    /** All figures as Prometheus scrapes them. */
    public String scrape() {
        return registry.scrape();
    }
}
