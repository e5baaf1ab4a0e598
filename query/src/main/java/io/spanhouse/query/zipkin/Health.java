package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import java.io.IOException;

/** {@code GET /health}: whether spans are taken, in the words of Zipkin's own. */
final class Health implements Endpoint {
    private final TraceStore store;

    Health(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String status = store.accepting() ? "UP" : "DOWN";
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("status", status);
            json.writeObjectPropertyStart("zipkin");
            json.writeStringProperty("status", status);
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
