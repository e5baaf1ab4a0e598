package io.spanhouse.query.mackerel;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.util.HexFormat;
import tools.jackson.core.JsonGenerator;

/** Spans as the dialect writes them: every member always there, but the parent of a root. Not thread-safe. */
final class SpanWriter {
    private static final HexFormat HEX = HexFormat.of();
    private static final String[] KINDS = {"unspecified", "internal", "server", "client", "producer", "consumer"};
    private static final String[] STATUS_CODES = {"unset", "ok", "error"};

    private final SpanRows rows;
    private final JsonGenerator json;
    private final ValueJson values;
    private final Timestamps times = new Timestamps();
    private final ByteSlice slice = new ByteSlice();

    SpanWriter(SpanRows rows, JsonGenerator json) {
        this.rows = rows;
        this.json = json;
        this.values = new ValueJson(json);
    }

    /** Writes the first rows, into an array that the caller has opened. */
    void write(int count) {
        for (int row = 0; row < count; row++) {
            writeSpan(row);
        }
    }

    private void writeSpan(int row) {
        json.writeStartObject();
        json.writeStringProperty(
                "traceId", HEX.toHexDigits(rows.traceIdHigh(row)) + HEX.toHexDigits(rows.traceIdLow(row)));
        json.writeStringProperty("spanId", HEX.toHexDigits(rows.spanId(row)));
        text("traceState", rows.traceState(row));
        if (rows.parentSpanId(row) != 0) {
            json.writeStringProperty("parentSpanId", HEX.toHexDigits(rows.parentSpanId(row)));
        }
        text("name", rows.name(row));
        json.writeStringProperty("kind", named(KINDS, rows.kind(row)));
        json.writeStringProperty("startTime", times.text(rows.startNanos(row)));
        json.writeStringProperty("endTime", times.text(rows.endNanos(row)));
        json.writeArrayPropertyStart("attributes");
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            attribute(rows.attribute(i));
        }
        json.writeEndArray();
        count("droppedAttributesCount", rows.droppedAttributes(row));
        writeEvents(row);
        count("droppedEventsCount", rows.droppedEvents(row));
        writeLinks(row);
        count("droppedLinksCount", rows.droppedLinks(row));
        json.writeObjectPropertyStart("status");
        text("message", rows.statusMessage(row));
        json.writeStringProperty("code", named(STATUS_CODES, rows.statusCode(row)));
        json.writeEndObject();
        writeResource(rows.resource(row));
        writeScope(rows.scope(row));
        json.writeEndObject();
    }

    /** The name of a number, and that of 0 for numbers that the protocol does not know. */
    private static String named(String[] names, int number) {
        return names[number >= 0 && number < names.length ? number : 0];
    }

    private void writeEvents(int row) {
        json.writeArrayPropertyStart("events");
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            json.writeStartObject();
            json.writeStringProperty("time", times.text(rows.eventTimeNanos(event)));
            text("name", rows.eventName(event));
            json.writeArrayPropertyStart("attributes");
            for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
                attribute(rows.eventAttribute(i));
            }
            json.writeEndArray();
            count("droppedAttributesCount", rows.eventDroppedAttributes(event));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeLinks(int row) {
        json.writeArrayPropertyStart("links");
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            json.writeStartObject();
            boolean hasTraceId = (rows.linkPresence(link) & SpanRows.LINK_HAS_TRACE_ID) != 0;
            boolean hasSpanId = (rows.linkPresence(link) & SpanRows.LINK_HAS_SPAN_ID) != 0;
            json.writeStringProperty(
                    "traceId",
                    hasTraceId
                            ? HEX.toHexDigits(rows.linkTraceIdHigh(link)) + HEX.toHexDigits(rows.linkTraceIdLow(link))
                            : "");
            json.writeStringProperty("spanId", hasSpanId ? HEX.toHexDigits(rows.linkSpanId(link)) : "");
            text("traceState", rows.linkTraceState(link));
            json.writeArrayPropertyStart("attributes");
            for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
                attribute(rows.linkAttribute(i));
            }
            json.writeEndArray();
            count("droppedAttributesCount", rows.linkDroppedAttributes(link));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeResource(int resource) {
        ResourceTable table = rows.resources();
        json.writeObjectPropertyStart("resource");
        json.writeArrayPropertyStart("attributes");
        for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
            attribute(table.attribute(i));
        }
        json.writeEndArray();
        count("droppedAttributesCount", table.droppedAttributes(resource));
        json.writeEndObject();
    }

    private void writeScope(int scope) {
        ScopeTable table = rows.scopes();
        json.writeObjectPropertyStart("scope");
        text("name", table.name(scope));
        text("version", table.version(scope));
        json.writeArrayPropertyStart("attributes");
        for (int i = table.attributeStart(scope); i < table.attributeEnd(scope); i++) {
            attribute(table.attribute(i));
        }
        json.writeEndArray();
        count("droppedAttributesCount", table.droppedAttributes(scope));
        json.writeEndObject();
    }

    private void attribute(int pair) {
        PairTable pairs = rows.pairs();
        json.writeStartObject();
        text("key", pairs.key(pair));
        pairs.value(pair, slice);
        json.writeName("value");
        values.write(ValueType.ofCode(pairs.type(pair)), slice);
        json.writeEndObject();
    }

    private void text(String name, int code) {
        rows.strings().get(code, slice);
        json.writeStringProperty(name, slice.utf8());
    }

    private void count(String name, int unsigned) {
        json.writeNumberProperty(name, Integer.toUnsignedLong(unsigned));
    }
}
