package io.spanhouse.ingest;

import io.spanhouse.storage.AppendResult;
import io.spanhouse.storage.model.SpanBatch;
import java.util.concurrent.CompletableFuture;

/** Where batches go: the store's {@code append}, of which this has the contract. Called by many threads. */
@FunctionalInterface
public interface SpanSink {
    /**
     * Takes the spans of one project without blocking.
     *
     * @return done when the spans are on disk; fails with a {@link io.spanhouse.storage.model.StoreException}
     */
    CompletableFuture<AppendResult> append(int project, SpanBatch batch);
}
