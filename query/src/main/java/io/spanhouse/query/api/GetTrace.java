package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.Json;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.query.trace.OtlpJson;
import io.spanhouse.query.trace.OtlpProto;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.io.OutputStream;

/**
 * {@code GET traces/{traceId}}: a whole trace as OpenTelemetry writes it, in JSON or protobuf as the client accepts. What is
 * ours goes beside it: in JSON as one more member at the end, in both as headers.
 */
final class GetTrace implements Endpoint {
    private final TraceStore store;

    GetTrace(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        TraceId id = TraceIds.parse(exchange.parameter("traceId"));
        String type = Accepted.choose(exchange.requestHeader("Accept"), Json.CONTENT_TYPE, Accepted.PROTOBUF);
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, id)) {
            exchange.header("Vary", "Accept");
            exchange.header("Spanhouse-Spans", Long.toString(trace.summary().spans()));
            exchange.header("Spanhouse-Hidden-Spans", Long.toString(trace.hiddenSpans()));
            if (type.equals(Json.CONTENT_TYPE)) {
                writeJson(trace, exchange);
            } else {
                writeProtobuf(trace, exchange);
            }
        }
    }

    private static void writeJson(TraceAnswer trace, Exchange exchange) throws IOException {
        TraceAnswer.Slices slices = trace.start(exchange);
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("resourceSpans");
            for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                new OtlpJson(slice, json).writeResourceSpans();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("spanhouse");
            json.writeName("summary");
            Answers.summary(trace.summary(), json);
            json.writeStringProperty("hiddenSpans", Long.toString(trace.hiddenSpans()));
            Answers.coverage(trace.completeness(), exchange.control().statistics(), json);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void writeProtobuf(TraceAnswer trace, Exchange exchange) throws IOException {
        TraceAnswer.Slices slices = trace.start(exchange);
        try (OutputStream out = exchange.stream(Accepted.PROTOBUF)) {
            OtlpProto proto = new OtlpProto();
            for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                proto.write(slice, out);
            }
        }
    }
}
