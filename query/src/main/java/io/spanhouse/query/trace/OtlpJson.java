package io.spanhouse.query.trace;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.EntityReferences;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Writes rows as OTLP JSON: members of {@code resourceSpans}. Ids are hexadecimal, 64-bit numbers decimal strings, enums
 * numbers, default values left out; or, in the other {@link Form}, as protobuf's own JSON has them. The generator must allow {@link #NESTING_MAX} levels. Not thread-safe.
 */
public final class OtlpJson {
    /** JSON levels that the deepest value needs, with room for what is around it. */
    public static final int NESTING_MAX = 640;

    private static final HexFormat HEX = HexFormat.of();

    private static final String[] KINDS = {
        "SPAN_KIND_UNSPECIFIED",
        "SPAN_KIND_INTERNAL",
        "SPAN_KIND_SERVER",
        "SPAN_KIND_CLIENT",
        "SPAN_KIND_PRODUCER",
        "SPAN_KIND_CONSUMER"
    };
    private static final String[] STATUSES = {"STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"};

    private final SpanRows rows;
    private final JsonGenerator json;
    private final Form form;
    private final OtlpJsonValues values;
    private final ByteSlice slice = new ByteSlice();

    /** How ids and enums are written. */
    public enum Form {
        /** As OTLP says: ids in hexadecimal, enums as numbers. */
        OTLP,
        /** As protobuf says: ids in Base64, enums by name. */
        PROTOBUF
    }

    /** A writer of some rows in the form of OTLP. */
    public OtlpJson(SpanRows rows, JsonGenerator json) {
        this(rows, json, Form.OTLP);
    }

    /** A writer of some rows. */
    public OtlpJson(SpanRows rows, JsonGenerator json, Form form) {
        this.rows = rows;
        this.json = json;
        this.form = form;
        this.values = new OtlpJsonValues(json);
    }

    /** Writes one object per resource, into an array that the caller has opened. */
    public void writeResourceSpans() {
        write(new RowGroups(rows));
    }

    /** The same of the rows with a span id alone. */
    public void writeResourceSpans(long spanId) {
        write(new RowGroups(rows, spanId));
    }

    private void write(RowGroups groups) {
        int position = 0;
        while (position < groups.size()) {
            int resourceEnd = groups.resourceEnd(position);
            json.writeStartObject();
            int resource = rows.resource(groups.row(position));
            writeResource(resource);
            json.writeArrayPropertyStart("scopeSpans");
            while (position < resourceEnd) {
                int scopeEnd = groups.scopeEnd(position, resourceEnd);
                writeScopeSpans(groups, position, scopeEnd);
                position = scopeEnd;
            }
            json.writeEndArray();
            text("schemaUrl", rows.resources().schemaUrl(resource));
            json.writeEndObject();
        }
    }

    private void writeResource(int resource) {
        ResourceTable table = rows.resources();
        if (!table.present(resource)) {
            return;
        }
        json.writeObjectPropertyStart("resource");
        if (table.attributeStart(resource) < table.attributeEnd(resource)) {
            json.writeArrayPropertyStart("attributes");
            for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
                attribute(table.attribute(i));
            }
            json.writeEndArray();
        }
        count("droppedAttributesCount", table.droppedAttributes(resource));
        if (table.entityReferences(resource) != 0) {
            rows.strings().get(table.entityReferences(resource), slice);
            json.writeArrayPropertyStart("entityRefs");
            for (EntityReferences.Reference reference : EntityReferences.decode(slice)) {
                json.writeStartObject();
                json.writeStringProperty("schemaUrl", reference.schemaUrl());
                json.writeStringProperty("type", reference.type());
                texts("idKeys", reference.idKeys());
                texts("descriptionKeys", reference.descriptionKeys());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void writeScopeSpans(RowGroups groups, int from, int to) {
        json.writeStartObject();
        int scope = rows.scope(groups.row(from));
        ScopeTable table = rows.scopes();
        if (table.present(scope)) {
            json.writeObjectPropertyStart("scope");
            text("name", table.name(scope));
            text("version", table.version(scope));
            if (table.attributeStart(scope) < table.attributeEnd(scope)) {
                json.writeArrayPropertyStart("attributes");
                for (int i = table.attributeStart(scope); i < table.attributeEnd(scope); i++) {
                    attribute(table.attribute(i));
                }
                json.writeEndArray();
            }
            count("droppedAttributesCount", table.droppedAttributes(scope));
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("spans");
        for (int position = from; position < to; position++) {
            writeSpan(groups.row(position));
        }
        json.writeEndArray();
        text("schemaUrl", table.schemaUrl(scope));
        json.writeEndObject();
    }

    private void writeSpan(int row) {
        json.writeStartObject();
        traceId(rows.traceIdHigh(row), rows.traceIdLow(row));
        spanId("spanId", rows.spanId(row));
        text("traceState", rows.traceState(row));
        if (rows.parentSpanId(row) != 0) {
            spanId("parentSpanId", rows.parentSpanId(row));
        }
        count("flags", rows.flags(row));
        text("name", rows.name(row));
        number("kind", rows.kind(row), KINDS);
        nanos("startTimeUnixNano", rows.startNanos(row));
        nanos("endTimeUnixNano", rows.endNanos(row));
        if (rows.attributeStart(row) < rows.attributeEnd(row)) {
            json.writeArrayPropertyStart("attributes");
            for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
                attribute(rows.attribute(i));
            }
            json.writeEndArray();
        }
        count("droppedAttributesCount", rows.droppedAttributes(row));
        writeEvents(row);
        count("droppedEventsCount", rows.droppedEvents(row));
        writeLinks(row);
        count("droppedLinksCount", rows.droppedLinks(row));
        if (SpanMark.STATUS_PRESENT.in(rows.marks(row))) {
            json.writeObjectPropertyStart("status");
            text("message", rows.statusMessage(row));
            number("code", rows.statusCode(row), STATUSES);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeEvents(int row) {
        if (rows.eventStart(row) == rows.eventEnd(row)) {
            return;
        }
        json.writeArrayPropertyStart("events");
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            json.writeStartObject();
            nanos("timeUnixNano", rows.eventTimeNanos(event));
            text("name", rows.eventName(event));
            if (rows.eventAttributeStart(event) < rows.eventAttributeEnd(event)) {
                json.writeArrayPropertyStart("attributes");
                for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
                    attribute(rows.eventAttribute(i));
                }
                json.writeEndArray();
            }
            count("droppedAttributesCount", rows.eventDroppedAttributes(event));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeLinks(int row) {
        if (rows.linkStart(row) == rows.linkEnd(row)) {
            return;
        }
        json.writeArrayPropertyStart("links");
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            json.writeStartObject();
            if ((rows.linkPresence(link) & SpanRows.LINK_HAS_TRACE_ID) != 0) {
                traceId(rows.linkTraceIdHigh(link), rows.linkTraceIdLow(link));
            }
            if ((rows.linkPresence(link) & SpanRows.LINK_HAS_SPAN_ID) != 0) {
                spanId("spanId", rows.linkSpanId(link));
            }
            text("traceState", rows.linkTraceState(link));
            if (rows.linkAttributeStart(link) < rows.linkAttributeEnd(link)) {
                json.writeArrayPropertyStart("attributes");
                for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
                    attribute(rows.linkAttribute(i));
                }
                json.writeEndArray();
            }
            count("droppedAttributesCount", rows.linkDroppedAttributes(link));
            count("flags", rows.linkFlags(link));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void attribute(int pair) {
        PairTable pairs = rows.pairs();
        json.writeStartObject();
        rows.strings().get(pairs.key(pair), slice);
        json.writeStringProperty("key", slice.utf8());
        ValueType type = ValueType.ofCode(pairs.type(pair));
        if (type != ValueType.ABSENT) {
            pairs.value(pair, slice);
            json.writeName("value");
            values.write(type, slice);
        }
        json.writeEndObject();
    }

    private void text(String name, int code) {
        if (code != 0) {
            rows.strings().get(code, slice);
            json.writeName(name);
            json.writeString(slice.utf8());
        }
    }

    private void texts(String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void count(String name, int unsigned) {
        if (unsigned != 0) {
            json.writeNumberProperty(name, Integer.toUnsignedLong(unsigned));
        }
    }

    private void number(String name, int number, String[] names) {
        if (number != 0 && form == Form.PROTOBUF && number > 0 && number < names.length) {
            json.writeStringProperty(name, names[number]);
        } else if (number != 0) {
            json.writeNumberProperty(name, number);
        }
    }

    private void traceId(long high, long low) {
        if (form == Form.OTLP) {
            json.writeStringProperty("traceId", HEX.toHexDigits(high) + HEX.toHexDigits(low));
        } else {
            json.writeName("traceId");
            json.writeBinary(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(high)
                    .putLong(low)
                    .array());
        }
    }

    private void spanId(String name, long id) {
        if (form == Form.OTLP) {
            json.writeStringProperty(name, HEX.toHexDigits(id));
        } else {
            json.writeName(name);
            json.writeBinary(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
        }
    }

    private void nanos(String name, long unsigned) {
        if (unsigned != 0) {
            json.writeStringProperty(name, Long.toUnsignedString(unsigned));
        }
    }
}
