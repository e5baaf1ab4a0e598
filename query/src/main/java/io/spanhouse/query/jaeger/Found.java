package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.util.function.Consumer;

/** Traces that are written one after the other as they are read, and whether all of them could be. Not thread-safe. */
public final class Found {
    private final TraceStore store;
    private final Exchange exchange;
    private Completeness completeness;

    /**
     * Traces of a request.
     *
     * @param searched whether everything was looked at when they were searched
     */
    public Found(TraceStore store, Exchange exchange, Completeness searched) {
        this.store = store;
        this.exchange = exchange;
        this.completeness = searched;
    }

    /** Takes the slices of a trace. */
    @FunctionalInterface
    public interface Sink<E extends Exception> {
        /** The next slice. */
        void take(SpanBatch slice) throws E;
    }

    /**
     * Reads a trace; false if there is none, or none that may be seen: one may have expired since it was found.
     */
    public <E extends Exception> boolean read(TraceId id, Sink<E> sink) throws E {
        return read(id, sink, known -> {});
    }

    /** The same; told whether all of this trace could be read. */
    <E extends Exception> boolean read(TraceId id, Sink<E> sink, Consumer<Completeness> ended) throws E {
        TraceRequest request = new TraceRequest(exchange.project(), id, exchange.visibility());
        try (TraceSpans spans = store.get(request, exchange.control())) {
            if (spans == null || spans.summary().spans() == 0) {
                return false;
            }
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                sink.take(slice);
            }
            Completeness known = spans.completeness();
            ended.accept(known);
            completeness = completeness.complete() ? known : completeness;
            return true;
        }
    }

    /** Says in a header what is known now, or in a trailer what is known at the end. Before the answer's first byte. */
    void tell() {
        if (completeness.complete()) {
            exchange.completenessAtEnd(() -> completeness);
        } else {
            exchange.completeness(completeness);
        }
    }

    /** Whether all that was read so far could be. */
    public Completeness completeness() {
        return completeness;
    }
}
