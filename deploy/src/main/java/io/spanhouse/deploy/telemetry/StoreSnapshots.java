package io.spanhouse.deploy.telemetry;

import io.spanhouse.storage.StoreFigures;
import io.spanhouse.storage.StoreStatus;
import io.spanhouse.storage.TraceStore;
import java.util.concurrent.TimeUnit;

/** Status and figures of a store, asked for at most once a second, however many figures are scraped. Thread-safe. */
final class StoreSnapshots {
    private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TraceStore store;
    private StoreStatus status;
    private StoreFigures figures;
    private long readNanoTime;

    StoreSnapshots(TraceStore store) {
        this.store = store;
        this.status = store.status();
        this.figures = store.figures();
        this.readNanoTime = System.nanoTime();
    }

    synchronized StoreStatus status() {
        refresh();
        return status;
    }

    synchronized StoreFigures figures() {
        refresh();
        return figures;
    }

    private void refresh() {
        long now = System.nanoTime();
        if (now - readNanoTime >= AGE_NANOS) {
            status = store.status();
            figures = store.figures();
            readNanoTime = now;
        }
    }
}
