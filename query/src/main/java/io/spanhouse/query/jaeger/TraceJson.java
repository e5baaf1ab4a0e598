package io.spanhouse.query.jaeger;

import io.spanhouse.storage.model.SpanRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/**
 * One trace in Jaeger's JSON: spans as they are read, and behind them the processes that they name, one for each different
 * resource. Holds the processes' texts until then. Not thread-safe.
 */
final class TraceJson {
    /** What a service without a name is shown as. */
    static final String NO_SERVICE = "OTLPResourceNoServiceName";

    private static final HexFormat HEX = HexFormat.of();
    private static final long NANOS_PER_MICRO = 1_000;
    private static final String[] KINDS = {"", "internal", "server", "client", "producer", "consumer"};
    private static final int STATUS_OK = 1;
    private static final int STATUS_ERROR = 2;

    private final JsonGenerator json;
    private final boolean raw;
    private final String traceId;
    private final Map<String, String> processes = new LinkedHashMap<>();

    private TraceJson(JsonGenerator json, boolean raw, String traceId) {
        this.json = json;
        this.raw = raw;
        this.traceId = traceId;
    }

    /**
     * Begins a trace.
     *
     * @param raw attributes and events in the order in which they were sent; else by key and by time
     */
    static TraceJson start(JsonGenerator json, boolean raw, String traceId) {
        json.writeStartObject();
        json.writeStringProperty("traceID", traceId);
        json.writeArrayPropertyStart("spans");
        return new TraceJson(json, raw, traceId);
    }

    /** Writes all spans of a slice. */
    void write(SpanRows rows) {
        write(rows, IntStream.range(0, rows.rowCount())::iterator);
    }

    /** Writes some spans. */
    void write(SpanRows rows, Iterable<Integer> which) {
        KeyValues values = new KeyValues(rows, json, !raw);
        String[] ofResource = new String[rows.resources().size()];
        for (int row : which) {
            int resource = rows.resource(row);
            if (ofResource[resource] == null) {
                ofResource[resource] =
                        processes.computeIfAbsent(values.process(resource), text -> "p" + (processes.size() + 1));
            }
            span(rows, row, values, ofResource[resource]);
        }
    }

    /** Ends the trace. */
    void end(List<String> warnings) {
        json.writeEndArray();
        json.writeObjectPropertyStart("processes");
        processes.forEach((text, id) -> {
            json.writeName(id);
            json.writeRawValue(text);
        });
        json.writeEndObject();
        json.writeName("warnings");
        if (warnings.isEmpty()) {
            json.writeNull();
        } else {
            json.writeStartArray();
            warnings.forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void span(SpanRows rows, int row, KeyValues values, String process) {
        json.writeStartObject();
        json.writeStringProperty("traceID", traceId);
        json.writeStringProperty("spanID", HEX.toHexDigits(rows.spanId(row)));
        if (rows.flags(row) != 0) {
            json.writeNumberProperty("flags", Integer.toUnsignedLong(rows.flags(row)));
        }
        json.writeStringProperty("operationName", rows.strings().text(rows.name(row)));
        references(rows, row, values);
        long start = rows.startNanos(row);
        json.writeNumberProperty("startTime", Long.divideUnsigned(start, NANOS_PER_MICRO));
        json.writeNumberProperty("duration", Math.max(0, rows.endNanos(row) - start) / NANOS_PER_MICRO);
        tags(rows, row, values);
        logs(rows, row, values);
        json.writeStringProperty("processID", process);
        json.writeNullProperty("warnings");
        json.writeEndObject();
    }

    /** The parent comes first: the first one that a span is a child of is taken for it. */
    private void references(SpanRows rows, int row, KeyValues values) {
        json.writeArrayPropertyStart("references");
        if (rows.parentSpanId(row) != 0) {
            reference("CHILD_OF", traceId, rows.parentSpanId(row));
        }
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            boolean empty = (rows.linkTraceIdHigh(link) | rows.linkTraceIdLow(link) | rows.linkSpanId(link)) == 0;
            if (raw || !empty) {
                reference(
                        values.isChildOf(link) ? "CHILD_OF" : "FOLLOWS_FROM",
                        HEX.toHexDigits(rows.linkTraceIdHigh(link)) + HEX.toHexDigits(rows.linkTraceIdLow(link)),
                        rows.linkSpanId(link));
            }
        }
        json.writeEndArray();
    }

    private void reference(String type, String trace, long span) {
        json.writeStartObject();
        json.writeStringProperty("refType", type);
        json.writeStringProperty("traceID", trace);
        json.writeStringProperty("spanID", HEX.toHexDigits(span));
        json.writeEndObject();
    }

    private void tags(SpanRows rows, int row, KeyValues values) {
        json.writeArrayPropertyStart("tags");
        int scope = rows.scope(row);
        text(rows, values, "otel.scope.name", rows.scopes().name(scope));
        text(rows, values, "otel.scope.version", rows.scopes().version(scope));
        values.attributes(rows.attributeStart(row), rows.attributeEnd(row), rows::attribute);
        int kind = rows.kind(row);
        if (kind > 0 && kind < KINDS.length) {
            values.text("span.kind", KINDS[kind]);
        }
        if (rows.statusCode(row) == STATUS_OK) {
            values.text("otel.status_code", "OK");
        } else if (rows.statusCode(row) == STATUS_ERROR) {
            values.text("otel.status_code", "ERROR");
            values.truth("error");
        }
        text(rows, values, "otel.status_description", rows.statusMessage(row));
        text(rows, values, "w3c.tracestate", rows.traceState(row));
        json.writeEndArray();
    }

    private static void text(SpanRows rows, KeyValues values, String key, int string) {
        if (string != 0) {
            values.text(key, rows.strings().text(string));
        }
    }

    private void logs(SpanRows rows, int row, KeyValues values) {
        json.writeArrayPropertyStart("logs");
        for (int event : events(rows, row)) {
            json.writeStartObject();
            json.writeNumberProperty("timestamp", Long.divideUnsigned(rows.eventTimeNanos(event), NANOS_PER_MICRO));
            json.writeArrayPropertyStart("fields");
            text(rows, values, "event", rows.eventName(event));
            values.attributes(rows.eventAttributeStart(event), rows.eventAttributeEnd(event), rows::eventAttribute);
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private List<Integer> events(SpanRows rows, int row) {
        List<Integer> events = new ArrayList<>();
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            events.add(event);
        }
        if (!raw) {
            Comparator<Long> byTime = Long::compareUnsigned;
            events.sort(Comparator.comparing(rows::eventTimeNanos, byTime));
        }
        return events;
    }
}
