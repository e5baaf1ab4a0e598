package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;

/** {@code GET /v1/projects/{projectId}/traces/{traceId}}: all spans of a trace, written as they are read. */
final class GetTrace implements Endpoint {
    private final TraceStore store;

    GetTrace(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        SystemParameters.check(exchange);
        TraceId id = id(exchange.parameter("traceId"));
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, id)) {
            TraceAnswer.Slices slices = trace.start(exchange);
            exchange.json(json -> {
                json.writeStartObject();
                json.writeStringProperty("projectId", exchange.projectName());
                json.writeStringProperty("traceId", id.toString());
                json.writeArrayPropertyStart("spans");
                SpanBatch slice = slices.next();
                while (slice != null) {
                    new SpanJson(slice, json).write(false);
                    slice = slices.next();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        }
    }

    static TraceId id(String text) {
        try {
            return TraceId.parse(text);
        } catch (StoreException e) {
            throw HttpFailure.badId(String.valueOf(e.getMessage()));
        }
    }
}
