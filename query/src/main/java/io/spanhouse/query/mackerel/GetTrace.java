package io.spanhouse.query.mackerel;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;

/** {@code GET /api/v0/traces/{traceId}}: all spans of a trace, written as they are read. */
final class GetTrace implements Endpoint {
    private final TraceStore store;
    private final QueryOptions.Mackerel options;

    GetTrace(TraceStore store, QueryOptions.Mackerel options) {
        this.store = store;
        this.options = options;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, id(exchange.parameter("traceId")))) {
            if (trace.summary().spans() > options.traceSpansMax()) {
                exchange.header("X-Truncated", "true");
            }
            TraceAnswer.Slices slices = trace.start(exchange);
            exchange.json(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("spans");
                long left = options.traceSpansMax();
                SpanBatch slice = slices.next();
                while (slice != null) {
                    int rows = (int) Math.min(left, slice.rowCount());
                    new SpanWriter(slice, json).write(rows);
                    left -= rows;
                    slice = left > 0 ? slices.next() : null;
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        }
    }

    private static TraceId id(String text) {
        try {
            return TraceId.parse(text);
        } catch (StoreException e) {
            throw HttpFailure.badId(String.valueOf(e.getMessage()));
        }
    }
}
