package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.ShortTraceId;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.SpanBatch;
import java.io.IOException;

/** {@code GET /trace/{traceId}}: a list of spans, written as they are read. */
final class OneTrace implements Endpoint {
    private final TraceStore store;

    OneTrace(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String id = exchange.parameter("traceId");
        try (TraceAnswer trace = TraceAnswer.pieces(store, exchange, ShortTraceId.parseUsable(id))) {
            TraceAnswer.Slices slices = trace.start(exchange);
            exchange.json(json -> {
                json.writeStartArray();
                for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                    new SpanWriter(slice, json).write();
                }
                json.writeEndArray();
            });
        } catch (HttpFailure e) {
            throw e.status() == 404 ? HttpFailure.notFound(id + " not found") : e;
        }
    }
}
