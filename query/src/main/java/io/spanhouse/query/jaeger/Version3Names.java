package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.TimeWindow;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Lists of names, and calls, in the API of version 3. */
final class Version3Names {
    private final Names names;
    private final Dependencies dependencies;

    Version3Names(TraceStore store, InstantSource clock) {
        this.names = new Names(store);
        this.dependencies = new Dependencies(store, clock);
    }

    /** {@code GET /api/v3/services}. */
    void services(Exchange exchange) throws IOException {
        Names.Listed<String> services = names.services(exchange);
        exchange.completeness(services.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("services");
            services.names().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** {@code GET /api/v3/operations}. */
    void operations(Exchange exchange) throws IOException {
        String kind = either(exchange, "spanKind", "span_kind");
        Names.Listed<Names.Operation> operations =
                names.operations(exchange, exchange.query("service"), kind == null ? "" : kind, true);
        exchange.completeness(operations.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("operations");
            for (Names.Operation operation : operations.names()) {
                json.writeStartObject();
                json.writeStringProperty("name", operation.name());
                json.writeStringProperty("spanKind", operation.kind());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** {@code GET /api/v3/dependencies}. */
    void dependencies(Exchange exchange) throws IOException {
        long start = time(exchange, "startTime", "start_time");
        long end = time(exchange, "endTime", "end_time");
        if (Long.compareUnsigned(end, start) <= 0) {
            throw HttpFailure.badRequest("endTime is not after startTime, expected it after");
        }
        ServiceGraphAnswer calls = dependencies.calls(exchange, new TimeWindow(start, end));
        exchange.completeness(calls.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("dependencies");
            for (ServiceGraphAnswer.Edge edge : calls.edges()) {
                json.writeStartObject();
                json.writeStringProperty("parent", edge.caller());
                json.writeStringProperty("child", edge.callee());
                json.writeStringProperty("callCount", Long.toString(edge.calls()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static long time(Exchange exchange, String name, String other) {
        String text = either(exchange, name, other);
        if (text == null || text.isEmpty()) {
            throw HttpFailure.badRequest(
                    "malformed parameter " + name + ": it is missing, expected a time such as 2026-01-31T23:59:59Z");
        }
        return Version3Query.time(name, text);
    }

    private static @Nullable String either(Exchange exchange, String name, String other) {
        String text = exchange.query(name);
        return text == null || text.isEmpty() ? exchange.query(other) : text;
    }
}
