package io.spanhouse.query.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.EntityReferences;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Rows as protobuf messages, built field by field with the library's own classes. */
final class NaiveProto {
    /** A span with what is around it. */
    record Placed(Resource resource, String resourceUrl, InstrumentationScope scope, String scopeUrl, Span span) {}

    private final SpanRows rows;

    NaiveProto(SpanRows rows) {
        this.rows = rows;
    }

    /** All rows by resource, then scope, then row. */
    List<Placed> all() {
        return IntStream.range(0, rows.rowCount())
                .boxed()
                .sorted(Comparator.comparing((Integer row) -> rows.resource(row))
                        .thenComparing(row -> rows.scope(row)))
                .map(this::placed)
                .toList();
    }

    private Placed placed(int row) {
        int resource = rows.resource(row);
        int scope = rows.scope(row);
        return new Placed(
                rows.resources().present(resource) ? resource(resource) : Resource.getDefaultInstance(),
                text(rows.resources().schemaUrl(resource)),
                rows.scopes().present(scope) ? scope(scope) : InstrumentationScope.getDefaultInstance(),
                text(rows.scopes().schemaUrl(scope)),
                span(row));
    }

    private Resource resource(int resource) {
        Resource.Builder builder = Resource.newBuilder()
                .addAllAttributes(pairs(
                        rows.resources().attributeStart(resource),
                        rows.resources().attributeEnd(resource),
                        rows.resources()::attribute))
                .setDroppedAttributesCount(rows.resources().droppedAttributes(resource));
        ByteSlice slice = new ByteSlice();
        rows.strings().get(rows.resources().entityReferences(resource), slice);
        for (EntityReferences.Reference reference : EntityReferences.decode(slice)) {
            builder.addEntityRefs(EntityRef.newBuilder()
                    .setSchemaUrl(reference.schemaUrl())
                    .setType(reference.type())
                    .addAllIdKeys(reference.idKeys())
                    .addAllDescriptionKeys(reference.descriptionKeys()));
        }
        return builder.build();
    }

    private InstrumentationScope scope(int scope) {
        return InstrumentationScope.newBuilder()
                .setName(text(rows.scopes().name(scope)))
                .setVersion(text(rows.scopes().version(scope)))
                .addAllAttributes(pairs(
                        rows.scopes().attributeStart(scope),
                        rows.scopes().attributeEnd(scope),
                        rows.scopes()::attribute))
                .setDroppedAttributesCount(rows.scopes().droppedAttributes(scope))
                .build();
    }

    private Span span(int row) {
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(rows.traceIdHigh(row), rows.traceIdLow(row)))
                .setSpanId(id(rows.spanId(row)))
                .setTraceState(text(rows.traceState(row)))
                .setFlags(rows.flags(row))
                .setName(text(rows.name(row)))
                .setKindValue(rows.kind(row))
                .setStartTimeUnixNano(rows.startNanos(row))
                .setEndTimeUnixNano(rows.endNanos(row))
                .addAllAttributes(pairs(rows.attributeStart(row), rows.attributeEnd(row), rows::attribute))
                .setDroppedAttributesCount(rows.droppedAttributes(row))
                .setDroppedEventsCount(rows.droppedEvents(row))
                .setDroppedLinksCount(rows.droppedLinks(row));
        if (rows.parentSpanId(row) != 0) {
            span.setParentSpanId(id(rows.parentSpanId(row)));
        }
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            span.addEvents(Span.Event.newBuilder()
                    .setTimeUnixNano(rows.eventTimeNanos(event))
                    .setName(text(rows.eventName(event)))
                    .addAllAttributes(
                            pairs(rows.eventAttributeStart(event), rows.eventAttributeEnd(event), rows::eventAttribute))
                    .setDroppedAttributesCount(rows.eventDroppedAttributes(event)));
        }
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            span.addLinks(link(link));
        }
        if (SpanMark.STATUS_PRESENT.in(rows.marks(row))) {
            span.setStatus(
                    Status.newBuilder().setCodeValue(rows.statusCode(row)).setMessage(text(rows.statusMessage(row))));
        }
        return span.build();
    }

    private Span.Link link(int link) {
        Span.Link.Builder builder = Span.Link.newBuilder()
                .setTraceState(text(rows.linkTraceState(link)))
                .addAllAttributes(
                        pairs(rows.linkAttributeStart(link), rows.linkAttributeEnd(link), rows::linkAttribute))
                .setDroppedAttributesCount(rows.linkDroppedAttributes(link))
                .setFlags(rows.linkFlags(link));
        if ((rows.linkPresence(link) & SpanRows.LINK_HAS_TRACE_ID) != 0) {
            builder.setTraceId(id(rows.linkTraceIdHigh(link), rows.linkTraceIdLow(link)));
        }
        if ((rows.linkPresence(link) & SpanRows.LINK_HAS_SPAN_ID) != 0) {
            builder.setSpanId(id(rows.linkSpanId(link)));
        }
        return builder.build();
    }

    private List<KeyValue> pairs(int start, int end, IntUnaryOperator stream) {
        List<KeyValue> pairs = new ArrayList<>();
        for (int i = start; i < end; i++) {
            int pair = stream.applyAsInt(i);
            ByteSlice slice = new ByteSlice();
            rows.pairs().value(pair, slice);
            pairs.add(pair(
                    text(rows.pairs().key(pair)), ValueType.ofCode(rows.pairs().type(pair)), slice));
        }
        return pairs;
    }

    private static KeyValue pair(String key, ValueType type, ByteSlice value) {
        KeyValue.Builder builder = KeyValue.newBuilder().setKey(key);
        return type == ValueType.ABSENT
                ? builder.build()
                : builder.setValue(value(type, value)).build();
    }

    private static AnyValue value(ValueType type, ByteSlice bytes) {
        AnyValue.Builder builder = AnyValue.newBuilder();
        switch (type) {
            case ABSENT, EMPTY -> {}
            case STRING -> builder.setStringValue(bytes.utf8());
            case BOOL -> builder.setBoolValue(ValueBytes.getBool(bytes.array, bytes.offset));
            case INT -> builder.setIntValue(ValueBytes.getInt(bytes.array, bytes.offset));
            case DOUBLE -> builder.setDoubleValue(ValueBytes.getDouble(bytes.array, bytes.offset));
            case BYTES -> builder.setBytesValue(ByteString.copyFrom(bytes.toByteArray()));
            case ARRAY -> {
                ArrayValue.Builder array = ArrayValue.newBuilder();
                ValueCursor cursor = new ValueCursor(type, bytes);
                while (cursor.next()) {
                    array.addValues(value(cursor.type(), cursor.payload()));
                }
                builder.setArrayValue(array);
            }
            case KVLIST -> {
                KeyValueList.Builder list = KeyValueList.newBuilder();
                ValueCursor cursor = new ValueCursor(type, bytes);
                while (cursor.next()) {
                    list.addValues(pair(cursor.key().utf8(), cursor.type(), cursor.payload()));
                }
                builder.setKvlistValue(list);
            }
        }
        return builder.build();
    }

    private String text(int code) {
        return rows.strings().text(code);
    }

    private static ByteString id(long... parts) {
        ByteBuffer bytes = ByteBuffer.allocate(parts.length * 8);
        for (long part : parts) {
            bytes.putLong(part);
        }
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }
}
