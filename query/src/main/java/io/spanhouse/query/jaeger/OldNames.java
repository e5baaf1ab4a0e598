package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import java.io.IOException;
import java.util.List;

/** Lists of names in the older API. */
final class OldNames {
    private final Names names;

    OldNames(TraceStore store) {
        this.names = new Names(store);
    }

    /** {@code GET /api/services}. */
    void services(Exchange exchange) throws IOException {
        write(exchange, names.services(exchange));
    }

    /** {@code GET /api/services/{service}/operations}. */
    void operationNames(Exchange exchange) throws IOException {
        Names.Listed<Names.Operation> operations = names.operations(exchange, exchange.parameter("service"), "", false);
        List<String> unique = operations.names().stream()
                .map(Names.Operation::name)
                .distinct()
                .toList();
        write(exchange, new Names.Listed<>(unique, operations.completeness()));
    }

    private static void write(Exchange exchange, Names.Listed<String> listed) throws IOException {
        exchange.completeness(listed.completeness());
        Envelope.answer(exchange, listed.names().size(), json -> {
            json.writeStartArray();
            listed.names().forEach(json::writeString);
            json.writeEndArray();
            return List.of();
        });
    }

    /** {@code GET /api/operations}. */
    void operations(Exchange exchange) throws IOException {
        String kind = exchange.query("spanKind");
        Names.Listed<Names.Operation> operations =
                names.operations(exchange, exchange.query("service"), kind == null ? "" : kind, false);
        exchange.completeness(operations.completeness());
        Envelope.answer(exchange, operations.names().size(), json -> {
            json.writeStartArray();
            for (Names.Operation operation : operations.names()) {
                json.writeStartObject();
                json.writeStringProperty("name", operation.name());
                json.writeStringProperty("spanKind", operation.kind());
                json.writeEndObject();
            }
            json.writeEndArray();
            return List.of();
        });
    }
}
