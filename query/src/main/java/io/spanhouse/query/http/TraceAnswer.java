package io.spanhouse.query.http;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * A trace on its way to a client, slice by slice, the same in every dialect: 404 where there is none, 403 where the caller
 * may see none of it, and whether all of it could be read. Reads one slice ahead, so that a trace of one slice says in a
 * header what a larger one can only say in a trailer. Not thread-safe; the endpoint closes it.
 */
public final class TraceAnswer implements AutoCloseable {
    private final TraceSpans spans;
    private @Nullable SpanBatch ahead;

    private TraceAnswer(TraceSpans spans) {
        this.spans = spans;
    }

    /**
     * Opens a trace.
     *
     * @throws HttpFailure 404 or 403
     */
    public static TraceAnswer open(TraceStore store, Exchange exchange, TraceId id) {
        return open(store, exchange, exchange.project(), id);
    }

    /**
     * Opens a trace of a project that the request's message names.
     *
     * @param project its number
     * @throws HttpFailure 404 or 403
     */
    public static TraceAnswer open(TraceStore store, Exchange exchange, int project, TraceId id) {
        return open(store, exchange, new TraceRequest(project, id, exchange.visibility()));
    }

    /**
     * Opens a trace of whose spans only the outline is wanted.
     *
     * @throws HttpFailure 404 or 403
     */
    public static TraceAnswer outline(TraceStore store, Exchange exchange, TraceId id) {
        return open(
                store,
                exchange,
                new TraceRequest(exchange.project(), id, exchange.visibility(), null, TraceRequest.Detail.OUTLINE));
    }

    /**
     * Opens a trace whose spans are wanted in the pieces in which they came.
     *
     * @throws HttpFailure 404 or 403
     */
    public static TraceAnswer pieces(TraceStore store, Exchange exchange, TraceId id) {
        return open(store, exchange, TraceRequest.pieces(exchange.project(), id, exchange.visibility()));
    }

    private static TraceAnswer open(TraceStore store, Exchange exchange, TraceRequest request) {
        TraceId id = request.traceId();
        TraceSpans spans = store.get(request, exchange.control());
        if (spans == null) {
            throw HttpFailure.notFound("there is no trace " + id);
        }
        TraceAnswer answer = new TraceAnswer(spans);
        try {
            if (spans.summary().spans() == 0) {
                // Not found in what could be read: the header says so beside the 404.
                exchange.completeness(spans.completeness());
                throw spans.hiddenSpans() > 0
                        ? HttpFailure.forbidden("the key may see none of the services of trace " + id)
                        : HttpFailure.notFound("there is no trace " + id);
            }
            answer.ahead = spans.next();
            return answer;
        } catch (RuntimeException e) {
            answer.close();
            throw e;
        }
    }

    /** Sets the header, or promises the trailer, that says whether all could be read. Before the answer's first byte. */
    public Slices start(Exchange exchange) {
        SpanBatch first = ahead;
        ahead = first == null ? null : spans.next();
        if (ahead == null) {
            exchange.completeness(spans.completeness());
        } else {
            exchange.completenessAtEnd(spans::completeness);
        }
        return new Slices(first);
    }

    /** The slices of an answer that says by itself at its end whether all could be read. */
    public Slices slices() {
        SpanBatch first = ahead;
        ahead = first == null ? null : spans.next();
        return new Slices(first);
    }

    /** Values of the whole visible trace. */
    public TraceSummary summary() {
        return spans.summary();
    }

    /** Spans that the caller may not see. */
    public long hiddenSpans() {
        return spans.hiddenSpans();
    }

    /** Whether all could be read; final after the last slice. */
    public Completeness completeness() {
        return spans.completeness();
    }

    @Override
    public void close() {
        spans.close();
    }

    /** The slices, once. */
    public final class Slices {
        private @Nullable SpanBatch first;

        private Slices(@Nullable SpanBatch first) {
            this.first = first;
        }

        /** The next slice; null after the last. */
        public @Nullable SpanBatch next() {
            SpanBatch slice = first;
            if (slice != null) {
                first = null;
                return slice;
            }
            slice = ahead;
            ahead = slice == null ? null : spans.next();
            return slice;
        }
    }
}
