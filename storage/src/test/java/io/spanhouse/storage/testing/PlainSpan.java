package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One span as plain objects, for the oracle: nothing is clever, nothing is shared with what is tested but the reading of
 * rows.
 */
record PlainSpan(
        TraceId traceId,
        long spanId,
        long parentSpanId,
        long start,
        long end,
        String name,
        int kind,
        int statusCode,
        String statusMessage,
        String traceState,
        long flags,
        List<Attribute> attributes,
        List<Attribute> resource,
        String resourceSchemaUrl,
        String scopeName,
        String scopeVersion,
        String scopeSchemaUrl,
        List<Attribute> scope,
        List<Event> events,
        List<Link> links,
        String text) {
    /** A value; the payload is a String, Boolean, Long, Double, byte[] or, of an array a list of values, of a key-value list one of attributes. */
    record Value(ValueType type, @Nullable Object payload) {}

    record Attribute(String key, Value value) {}

    record Event(String name, long time, List<Attribute> attributes) {}

    record Link(byte @Nullable [] traceId, byte @Nullable [] spanId, String traceState, List<Attribute> attributes) {}

    /** The value of the first resource attribute {@code service.name} that is a text, else empty. */
    String service() {
        return resourceText("service.name");
    }

    String resourceText(String key) {
        return firstText(resource, key);
    }

    static String firstText(List<Attribute> attributes, String key) {
        for (Attribute attribute : attributes) {
            if (attribute.key().equals(key) && attribute.value().payload() instanceof String) {
                return (String) attribute.value().payload();
            }
        }
        return "";
    }

    boolean failed() {
        return statusCode == 2;
    }

    /** The same with these events and links only. */
    PlainSpan with(List<Event> someEvents, List<Link> someLinks) {
        return new PlainSpan(
                traceId,
                spanId,
                parentSpanId,
                start,
                end,
                name,
                kind,
                statusCode,
                statusMessage,
                traceState,
                flags,
                attributes,
                resource,
                resourceSchemaUrl,
                scopeName,
                scopeVersion,
                scopeSchemaUrl,
                scope,
                someEvents,
                someLinks,
                text);
    }

    long duration() {
        return Math.max(0, end - start);
    }

    static PlainSpan read(SpanRows rows, int row) {
        List<Attribute> attributes = new ArrayList<>();
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            attributes.add(attribute(rows, rows.attribute(i)));
        }
        int resource = rows.resource(row);
        List<Attribute> ofResource = new ArrayList<>();
        for (int i = rows.resources().attributeStart(resource);
                i < rows.resources().attributeEnd(resource);
                i++) {
            ofResource.add(attribute(rows, rows.resources().attribute(i)));
        }
        int scope = rows.scope(row);
        List<Attribute> ofScope = new ArrayList<>();
        for (int i = rows.scopes().attributeStart(scope); i < rows.scopes().attributeEnd(scope); i++) {
            ofScope.add(attribute(rows, rows.scopes().attribute(i)));
        }
        return new PlainSpan(
                new TraceId(rows.traceIdHigh(row), rows.traceIdLow(row)),
                rows.spanId(row),
                rows.parentSpanId(row),
                rows.startNanos(row),
                rows.endNanos(row),
                rows.strings().text(rows.name(row)),
                rows.kind(row),
                rows.statusCode(row),
                rows.strings().text(rows.statusMessage(row)),
                rows.strings().text(rows.traceState(row)),
                Integer.toUnsignedLong(rows.flags(row)),
                attributes,
                ofResource,
                rows.strings().text(rows.resources().schemaUrl(resource)),
                rows.strings().text(rows.scopes().name(scope)),
                rows.strings().text(rows.scopes().version(scope)),
                rows.strings().text(rows.scopes().schemaUrl(scope)),
                ofScope,
                events(rows, row),
                links(rows, row),
                SpanText.render(rows, row));
    }

    private static List<Event> events(SpanRows rows, int row) {
        List<Event> events = new ArrayList<>();
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            List<Attribute> attributes = new ArrayList<>();
            for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
                attributes.add(attribute(rows, rows.eventAttribute(i)));
            }
            events.add(new Event(rows.strings().text(rows.eventName(event)), rows.eventTimeNanos(event), attributes));
        }
        return events;
    }

    private static List<Link> links(SpanRows rows, int row) {
        List<Link> links = new ArrayList<>();
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            List<Attribute> attributes = new ArrayList<>();
            for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
                attributes.add(attribute(rows, rows.linkAttribute(i)));
            }
            boolean hasTraceId = (rows.linkPresence(link) & SpanRows.LINK_HAS_TRACE_ID) != 0;
            boolean hasSpanId = (rows.linkPresence(link) & SpanRows.LINK_HAS_SPAN_ID) != 0;
            links.add(new Link(
                    hasTraceId ? bytes(rows.linkTraceIdHigh(link), rows.linkTraceIdLow(link)) : null,
                    hasSpanId ? bytes(rows.linkSpanId(link)) : null,
                    rows.strings().text(rows.linkTraceState(link)),
                    attributes));
        }
        return links;
    }

    /** Numbers as bytes, big-endian. */
    static byte[] bytes(long... numbers) {
        byte[] bytes = new byte[numbers.length * 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (numbers[i / 8] >>> 56 - i % 8 * 8);
        }
        return bytes;
    }

    private static Attribute attribute(SpanRows rows, int pair) {
        PairTable pairs = rows.pairs();
        ByteSlice slice = new ByteSlice();
        pairs.value(pair, slice);
        return new Attribute(rows.strings().text(pairs.key(pair)), value(ValueType.ofCode(pairs.type(pair)), slice));
    }

    private static Value value(ValueType type, ByteSlice bytes) {
        return switch (type) {
            case ABSENT, EMPTY -> new Value(type, null);
            case STRING -> new Value(type, bytes.utf8());
            case BOOL -> new Value(type, ValueBytes.getBool(bytes.array, bytes.offset));
            case INT -> new Value(type, ValueBytes.getInt(bytes.array, bytes.offset));
            case DOUBLE -> new Value(type, ValueBytes.getDouble(bytes.array, bytes.offset));
            case BYTES -> new Value(type, bytes.toByteArray());
            case KVLIST -> {
                List<Attribute> members = new ArrayList<>();
                ValueCursor cursor = new ValueCursor(type, bytes);
                while (cursor.next()) {
                    members.add(new Attribute(cursor.key().utf8(), value(cursor.type(), cursor.payload())));
                }
                yield new Value(type, members);
            }
            case ARRAY -> {
                List<Value> values = new ArrayList<>();
                ValueCursor cursor = new ValueCursor(type, bytes);
                while (cursor.next()) {
                    values.add(value(cursor.type(), cursor.payload()));
                }
                yield new Value(type, values);
            }
        };
    }
}
