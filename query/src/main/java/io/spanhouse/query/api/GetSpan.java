package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.query.trace.OtlpJson;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code GET traces/{traceId}/spans/{spanId}}: everything of one span, with its resource and scope, as OpenTelemetry writes it.
 * Where several spans share the id, all of them. Costs a look at the ids of the whole trace; holds the slices that have one.
 */
final class GetSpan implements Endpoint {
    private static final int ID_DIGITS = 16;

    private final TraceStore store;

    GetSpan(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        TraceId id = TraceIds.parse(exchange.parameter("traceId"));
        long spanId = spanId(exchange.parameter("spanId"));
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, id)) {
            List<SpanBatch> found = new ArrayList<>();
            TraceAnswer.Slices slices = trace.slices();
            for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                if (has(slice, spanId)) {
                    found.add(slice);
                }
            }
            if (found.isEmpty() && trace.completeness().complete()) {
                throw HttpFailure.notFound("trace " + id + " has no span " + exchange.parameter("spanId"));
            }
            exchange.completeness(trace.completeness());
            exchange.json(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("resourceSpans");
                for (SpanBatch slice : found) {
                    new OtlpJson(slice, json).writeResourceSpans(spanId);
                }
                json.writeEndArray();
                Answers.coverage(trace.completeness(), exchange.control().statistics(), json);
                json.writeEndObject();
            });
        }
    }

    private static boolean has(SpanBatch slice, long spanId) {
        for (int row = 0; row < slice.rowCount(); row++) {
            if (slice.spanId(row) == spanId) {
                return true;
            }
        }
        return false;
    }

    private static long spanId(String text) {
        if (text.length() != ID_DIGITS || !text.chars().allMatch(HexFormat::isHexDigit)) {
            throw HttpFailure.badId("span id is '" + text + "', expected " + ID_DIGITS + " hexadecimal digits");
        }
        return HexFormat.fromHexDigitsToLong(text);
    }
}
