package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.ShortTraceId;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.query.trace.OtlpJson;
import io.spanhouse.query.trace.OtlpProto;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /api/traces/{traceId}} and {@code /api/v2/traces/{traceId}}, written as the trace is read. The second form has the
 * trace in a message: protobuf joins the parts of a message that come one by one, so each slice is a part. It answers 200
 * without spans where there is no trace, which is what its clients take for a miss.
 */
final class OneTrace implements Endpoint {
    private static final int TRACE_TAG = 1 << 3 | 2;
    private static final int STATUS_TAG = 3 << 3;
    private static final int MESSAGE_TAG = 4 << 3 | 2;
    private static final int PARTIAL = 1;

    private final TraceStore store;
    private final boolean second;

    OneTrace(TraceStore store, boolean second) {
        this.store = store;
        this.second = second;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        boolean protobuf = TempoAnswer.protobuf(exchange);
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, ShortTraceId.parse(exchange.parameter("traceId")))) {
            if (protobuf) {
                protobuf(exchange, trace);
            } else {
                json(exchange, trace);
            }
        } catch (HttpFailure e) {
            if (e.status() != 404) {
                throw e;
            }
            if (!second) {
                throw HttpFailure.notFound("");
            }
            nothing(exchange, protobuf);
        }
    }

    private static void nothing(Exchange exchange, boolean protobuf) throws IOException {
        if (protobuf) {
            try (OutputStream out = exchange.stream(TempoAnswer.PROTOBUF)) {
                out.write(TRACE_TAG);
                out.write(0);
            }
            return;
        }
        exchange.json(json -> {
            json.writeStartObject();
            json.writeObjectPropertyStart("trace");
            json.writeEndObject();
            json.writeObjectPropertyStart("metrics");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private void protobuf(Exchange exchange, TraceAnswer trace) throws IOException {
        TraceAnswer.Slices slices = trace.start(exchange);
        OtlpProto proto = new OtlpProto();
        try (OutputStream out = exchange.stream(TempoAnswer.PROTOBUF)) {
            ByteArrayOutputStream part = new ByteArrayOutputStream();
            for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                if (second) {
                    part.reset();
                    proto.write(slice, part);
                    out.write(TRACE_TAG);
                    varint(out, part.size());
                    part.writeTo(out);
                } else {
                    proto.write(slice, out);
                }
            }
            Completeness known = trace.completeness();
            if (second && !known.complete()) {
                byte[] message = message(known).getBytes(StandardCharsets.UTF_8);
                out.write(STATUS_TAG);
                out.write(PARTIAL);
                out.write(MESSAGE_TAG);
                varint(out, message.length);
                out.write(message);
            }
        }
    }

    private static String message(Completeness completeness) {
        return completeness.reason().text() + ": " + String.join("; ", completeness.missing());
    }

    private static void varint(OutputStream out, int value) throws IOException {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private void json(Exchange exchange, TraceAnswer trace) throws IOException {
        TraceAnswer.Slices slices = trace.start(exchange);
        exchange.json(json -> {
            json.writeStartObject();
            if (second) {
                json.writeObjectPropertyStart("trace");
            }
            json.writeArrayPropertyStart(second ? "resourceSpans" : "batches");
            for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                new OtlpJson(slice, json, OtlpJson.Form.PROTOBUF).writeResourceSpans();
            }
            json.writeEndArray();
            if (second) {
                json.writeEndObject();
                json.writeObjectPropertyStart("metrics");
                json.writeEndObject();
                Completeness known = trace.completeness();
                if (!known.complete()) {
                    json.writeStringProperty("status", "PARTIAL");
                    json.writeStringProperty("message", message(known));
                }
            }
            json.writeEndObject();
        });
    }
}
