package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.EntityReferences;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Rows back to messages, the slow and plain way. */
final class RowsToOtlp {
    private final SpanRows rows;

    private RowsToOtlp(SpanRows rows) {
        this.rows = rows;
    }

    static List<FlatSpan> convert(SpanRows rows) {
        RowsToOtlp converter = new RowsToOtlp(rows);
        List<FlatSpan> spans = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            spans.add(new FlatSpan(
                    converter.resource(rows.resource(row)), converter.scope(rows.scope(row)), converter.span(row)));
        }
        return spans;
    }

    private ResourceSpans resource(int index) {
        ResourceTable table = rows.resources();
        ResourceSpans.Builder spans = ResourceSpans.newBuilder().setSchemaUrl(text(table.schemaUrl(index)));
        Resource.Builder resource = Resource.newBuilder().setDroppedAttributesCount(table.droppedAttributes(index));
        for (int i = table.attributeStart(index); i < table.attributeEnd(index); i++) {
            resource.addAttributes(pair(table.attribute(i)));
        }
        ByteSlice references = new ByteSlice();
        rows.strings().get(table.entityReferences(index), references);
        for (EntityReferences.Reference reference : EntityReferences.decode(references)) {
            resource.addEntityRefs(EntityRef.newBuilder()
                    .setSchemaUrl(reference.schemaUrl())
                    .setType(reference.type())
                    .addAllIdKeys(reference.idKeys())
                    .addAllDescriptionKeys(reference.descriptionKeys()));
        }
        return table.present(index) ? spans.setResource(resource).build() : spans.build();
    }

    private ScopeSpans scope(int index) {
        ScopeTable table = rows.scopes();
        ScopeSpans.Builder spans = ScopeSpans.newBuilder().setSchemaUrl(text(table.schemaUrl(index)));
        InstrumentationScope.Builder scope = InstrumentationScope.newBuilder()
                .setName(text(table.name(index)))
                .setVersion(text(table.version(index)))
                .setDroppedAttributesCount(table.droppedAttributes(index));
        for (int i = table.attributeStart(index); i < table.attributeEnd(index); i++) {
            scope.addAttributes(pair(table.attribute(i)));
        }
        return table.present(index) ? spans.setScope(scope).build() : spans.build();
    }

    private Span span(int row) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(bytes(rows.traceIdHigh(row), rows.traceIdLow(row)))
                .setSpanId(bytes(rows.spanId(row)))
                .setTraceState(text(rows.traceState(row)))
                .setName(text(rows.name(row)))
                .setKindValue(rows.kind(row))
                .setStartTimeUnixNano(rows.startNanos(row))
                .setEndTimeUnixNano(rows.endNanos(row))
                .setDroppedAttributesCount(rows.droppedAttributes(row))
                .setDroppedEventsCount(rows.droppedEvents(row))
                .setDroppedLinksCount(rows.droppedLinks(row))
                .setFlags(rows.flags(row));
        if (rows.parentSpanId(row) != 0) {
            span.setParentSpanId(bytes(rows.parentSpanId(row)));
        }
        if (SpanMark.STATUS_PRESENT.in(rows.marks(row))) {
            span.setStatus(
                    Status.newBuilder().setCodeValue(rows.statusCode(row)).setMessage(text(rows.statusMessage(row))));
        }
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            span.addAttributes(pair(rows.attribute(i)));
        }
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            span.addEvents(event(event));
        }
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            span.addLinks(link(link));
        }
        return span.build();
    }

    private Span.Event event(int event) {
        Span.Event.Builder builder = Span.Event.newBuilder()
                .setTimeUnixNano(rows.eventTimeNanos(event))
                .setName(text(rows.eventName(event)))
                .setDroppedAttributesCount(rows.eventDroppedAttributes(event));
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            builder.addAttributes(pair(rows.eventAttribute(i)));
        }
        return builder.build();
    }

    private Span.Link link(int link) {
        Span.Link.Builder builder = Span.Link.newBuilder()
                .setTraceState(text(rows.linkTraceState(link)))
                .setFlags(rows.linkFlags(link))
                .setDroppedAttributesCount(rows.linkDroppedAttributes(link));
        if ((rows.linkPresence(link) & SpanRows.LINK_HAS_TRACE_ID) != 0) {
            builder.setTraceId(bytes(rows.linkTraceIdHigh(link), rows.linkTraceIdLow(link)));
        }
        if ((rows.linkPresence(link) & SpanRows.LINK_HAS_SPAN_ID) != 0) {
            builder.setSpanId(bytes(rows.linkSpanId(link)));
        }
        for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
            builder.addAttributes(pair(rows.linkAttribute(i)));
        }
        return builder.build();
    }

    private KeyValue pair(int code) {
        KeyValue.Builder pair = KeyValue.newBuilder().setKey(text(rows.pairs().key(code)));
        ValueType type = ValueType.ofCode(rows.pairs().type(code));
        ByteSlice value = new ByteSlice();
        rows.pairs().value(code, value);
        if (type == ValueType.ABSENT || type == ValueType.EMPTY) {
            assertThat(value.length).as("bytes of a value of type " + type).isZero();
        }
        return type == ValueType.ABSENT
                ? pair.build()
                : pair.setValue(value(type, value)).build();
    }

    static AnyValue value(ValueType type, ByteSlice bytes) {
        AnyValue.Builder value = AnyValue.newBuilder();
        switch (type) {
            case ABSENT:
            case EMPTY:
                return value.build();
            case STRING:
                return value.setStringValue(bytes.utf8()).build();
            case BOOL:
                return value.setBoolValue(ValueBytes.getBool(bytes.array, bytes.offset))
                        .build();
            case INT:
                return value.setIntValue(ValueBytes.getInt(bytes.array, bytes.offset))
                        .build();
            case DOUBLE:
                return value.setDoubleValue(ValueBytes.getDouble(bytes.array, bytes.offset))
                        .build();
            case BYTES:
                return value.setBytesValue(ByteString.copyFrom(bytes.toByteArray()))
                        .build();
            case ARRAY:
                return value.setArrayValue(array(bytes)).build();
            case KVLIST:
                return value.setKvlistValue(list(bytes)).build();
        }
        throw new AssertionError(type);
    }

    private static ArrayValue array(ByteSlice bytes) {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        ValueCursor cursor = new ValueCursor(ValueType.ARRAY, bytes);
        while (cursor.next()) {
            array.addValues(value(cursor.type(), cursor.payload()));
        }
        return array.build();
    }

    private static KeyValueList list(ByteSlice bytes) {
        KeyValueList.Builder list = KeyValueList.newBuilder();
        ValueCursor cursor = new ValueCursor(ValueType.KVLIST, bytes);
        while (cursor.next()) {
            KeyValue.Builder entry = KeyValue.newBuilder().setKey(cursor.key().utf8());
            if (cursor.type() != ValueType.ABSENT) {
                entry.setValue(value(cursor.type(), cursor.payload()));
            }
            list.addValues(entry);
        }
        return list.build();
    }

    private String text(int code) {
        return rows.strings().text(code);
    }

    private static ByteString bytes(long id) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(0, id));
    }

    private static ByteString bytes(long high, long low) {
        return ByteString.copyFrom(ByteBuffer.allocate(16).putLong(0, high).putLong(8, low));
    }
}
