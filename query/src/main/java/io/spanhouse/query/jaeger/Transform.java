package io.spanhouse.query.jaeger;

import io.spanhouse.query.SpanDocuments;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code POST /api/transform}: a document of OTLP's JSON as Jaeger shows it. Nothing is stored. */
final class Transform implements Endpoint {
    private final SpanDocuments documents;

    Transform(SpanDocuments documents) {
        this.documents = documents;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        SpanBatch spans;
        try {
            spans = documents.read(exchange.body());
        } catch (SpanDocuments.UnreadableException e) {
            throw HttpFailure.badRequest("cannot unmarshal OTLP: " + e.getMessage());
        }
        Map<TraceId, List<Integer>> traces = new LinkedHashMap<>();
        for (int row = 0; row < spans.rowCount(); row++) {
            TraceId id = new TraceId(spans.traceIdHigh(row), spans.traceIdLow(row));
            traces.computeIfAbsent(id, absent -> new ArrayList<>()).add(row);
        }
        Envelope.answer(exchange, 0, json -> {
            json.writeStartArray();
            traces.forEach((id, rows) -> {
                TraceJson writer = TraceJson.start(json, true, id.toString());
                writer.write(spans, rows);
                writer.end(List.of());
            });
            json.writeEndArray();
            return List.of();
        });
    }
}
