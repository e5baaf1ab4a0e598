package io.spanhouse.query.trace;

import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.EntityReferences;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes rows as OTLP protobuf: {@code resource_spans} of a {@code TracesData}. Slices written one after another are one
 * message, so a trace of any size is written as it is read. Holds one resource's spans at a time. Not thread-safe.
 */
public final class OtlpProto {
    private final BackwardBuffer out = new BackwardBuffer();
    private final ByteSlice slice = new ByteSlice();
    private final OtlpProtoValues values = new OtlpProtoValues(out);

    /** Appends all rows to a stream. */
    public void write(SpanRows rows, OutputStream stream) throws IOException {
        write(rows, 0, rows.rowCount(), stream);
    }

    /** Appends the rows from one up to another, which is not among them. */
    public void write(SpanRows rows, int from, int to, OutputStream stream) throws IOException {
        RowGroups groups = new RowGroups(rows, from, to);
        int position = 0;
        while (position < groups.size()) {
            int end = groups.resourceEnd(position);
            writeResourceSpans(rows, groups, position, end);
            out.drainTo(stream);
            position = end;
        }
    }

    private void writeResourceSpans(SpanRows rows, RowGroups groups, int from, int to) {
        int mark = out.size();
        int resource = rows.resource(groups.row(from));
        text(rows, ResourceSpans.SCHEMA_URL_FIELD_NUMBER, rows.resources().schemaUrl(resource));
        int end = to;
        while (end > from) {
            int start = scopeStart(rows, groups, from, end);
            writeScopeSpans(rows, groups, start, end);
            end = start;
        }
        writeResource(rows, resource);
        out.message(TracesData.RESOURCE_SPANS_FIELD_NUMBER, mark);
    }

    private static int scopeStart(SpanRows rows, RowGroups groups, int from, int end) {
        int scope = rows.scope(groups.row(end - 1));
        int start = end - 1;
        while (start > from && rows.scope(groups.row(start - 1)) == scope) {
            start--;
        }
        return start;
    }

    private void writeResource(SpanRows rows, int resource) {
        ResourceTable table = rows.resources();
        if (!table.present(resource)) {
            return;
        }
        int mark = out.size();
        if (table.entityReferences(resource) != 0) {
            rows.strings().get(table.entityReferences(resource), slice);
            List<EntityReferences.Reference> references = EntityReferences.decode(slice);
            for (int i = references.size() - 1; i >= 0; i--) {
                writeReference(references.get(i));
            }
        }
        count(Resource.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, table.droppedAttributes(resource));
        for (int i = table.attributeEnd(resource) - 1; i >= table.attributeStart(resource); i--) {
            attribute(rows, Resource.ATTRIBUTES_FIELD_NUMBER, table.attribute(i));
        }
        out.message(ResourceSpans.RESOURCE_FIELD_NUMBER, mark);
    }

    private void writeReference(EntityReferences.Reference reference) {
        byte[] bytes = EntityRef.newBuilder()
                .setSchemaUrl(reference.schemaUrl())
                .setType(reference.type())
                .addAllIdKeys(reference.idKeys())
                .addAllDescriptionKeys(reference.descriptionKeys())
                .build()
                .toByteArray();
        out.bytes(Resource.ENTITY_REFS_FIELD_NUMBER, slice.set(bytes));
    }

    private void writeScopeSpans(SpanRows rows, RowGroups groups, int from, int to) {
        int mark = out.size();
        int scope = rows.scope(groups.row(from));
        ScopeTable table = rows.scopes();
        text(rows, ScopeSpans.SCHEMA_URL_FIELD_NUMBER, table.schemaUrl(scope));
        for (int position = to - 1; position >= from; position--) {
            writeSpan(rows, groups.row(position));
        }
        if (table.present(scope)) {
            int scopeMark = out.size();
            count(InstrumentationScope.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, table.droppedAttributes(scope));
            for (int i = table.attributeEnd(scope) - 1; i >= table.attributeStart(scope); i--) {
                attribute(rows, InstrumentationScope.ATTRIBUTES_FIELD_NUMBER, table.attribute(i));
            }
            text(rows, InstrumentationScope.VERSION_FIELD_NUMBER, table.version(scope));
            text(rows, InstrumentationScope.NAME_FIELD_NUMBER, table.name(scope));
            out.message(ScopeSpans.SCOPE_FIELD_NUMBER, scopeMark);
        }
        out.message(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER, mark);
    }

    private void writeSpan(SpanRows rows, int row) {
        int mark = out.size();
        if (rows.flags(row) != 0) {
            out.fixed32(Span.FLAGS_FIELD_NUMBER, rows.flags(row));
        }
        if (SpanMark.STATUS_PRESENT.in(rows.marks(row))) {
            int statusMark = out.size();
            number(Status.CODE_FIELD_NUMBER, rows.statusCode(row));
            text(rows, Status.MESSAGE_FIELD_NUMBER, rows.statusMessage(row));
            out.message(Span.STATUS_FIELD_NUMBER, statusMark);
        }
        count(Span.DROPPED_LINKS_COUNT_FIELD_NUMBER, rows.droppedLinks(row));
        for (int link = rows.linkEnd(row) - 1; link >= rows.linkStart(row); link--) {
            writeLink(rows, link);
        }
        count(Span.DROPPED_EVENTS_COUNT_FIELD_NUMBER, rows.droppedEvents(row));
        for (int event = rows.eventEnd(row) - 1; event >= rows.eventStart(row); event--) {
            writeEvent(rows, event);
        }
        count(Span.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, rows.droppedAttributes(row));
        for (int i = rows.attributeEnd(row) - 1; i >= rows.attributeStart(row); i--) {
            attribute(rows, Span.ATTRIBUTES_FIELD_NUMBER, rows.attribute(i));
        }
        nanos(Span.END_TIME_UNIX_NANO_FIELD_NUMBER, rows.endNanos(row));
        nanos(Span.START_TIME_UNIX_NANO_FIELD_NUMBER, rows.startNanos(row));
        number(Span.KIND_FIELD_NUMBER, rows.kind(row));
        text(rows, Span.NAME_FIELD_NUMBER, rows.name(row));
        if (rows.parentSpanId(row) != 0) {
            out.id(Span.PARENT_SPAN_ID_FIELD_NUMBER, rows.parentSpanId(row));
        }
        text(rows, Span.TRACE_STATE_FIELD_NUMBER, rows.traceState(row));
        out.id(Span.SPAN_ID_FIELD_NUMBER, rows.spanId(row));
        out.id(Span.TRACE_ID_FIELD_NUMBER, rows.traceIdHigh(row), rows.traceIdLow(row));
        out.message(ScopeSpans.SPANS_FIELD_NUMBER, mark);
    }

    private void writeEvent(SpanRows rows, int event) {
        int mark = out.size();
        count(Span.Event.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, rows.eventDroppedAttributes(event));
        for (int i = rows.eventAttributeEnd(event) - 1; i >= rows.eventAttributeStart(event); i--) {
            attribute(rows, Span.Event.ATTRIBUTES_FIELD_NUMBER, rows.eventAttribute(i));
        }
        text(rows, Span.Event.NAME_FIELD_NUMBER, rows.eventName(event));
        nanos(Span.Event.TIME_UNIX_NANO_FIELD_NUMBER, rows.eventTimeNanos(event));
        out.message(Span.EVENTS_FIELD_NUMBER, mark);
    }

    private void writeLink(SpanRows rows, int link) {
        int mark = out.size();
        if (rows.linkFlags(link) != 0) {
            out.fixed32(Span.Link.FLAGS_FIELD_NUMBER, rows.linkFlags(link));
        }
        count(Span.Link.DROPPED_ATTRIBUTES_COUNT_FIELD_NUMBER, rows.linkDroppedAttributes(link));
        for (int i = rows.linkAttributeEnd(link) - 1; i >= rows.linkAttributeStart(link); i--) {
            attribute(rows, Span.Link.ATTRIBUTES_FIELD_NUMBER, rows.linkAttribute(i));
        }
        text(rows, Span.Link.TRACE_STATE_FIELD_NUMBER, rows.linkTraceState(link));
        if ((rows.linkPresence(link) & SpanRows.LINK_HAS_SPAN_ID) != 0) {
            out.id(Span.Link.SPAN_ID_FIELD_NUMBER, rows.linkSpanId(link));
        }
        if ((rows.linkPresence(link) & SpanRows.LINK_HAS_TRACE_ID) != 0) {
            out.id(Span.Link.TRACE_ID_FIELD_NUMBER, rows.linkTraceIdHigh(link), rows.linkTraceIdLow(link));
        }
        out.message(Span.LINKS_FIELD_NUMBER, mark);
    }

    private void attribute(SpanRows rows, int field, int pair) {
        PairTable pairs = rows.pairs();
        int mark = out.size();
        ValueType type = ValueType.ofCode(pairs.type(pair));
        if (type != ValueType.ABSENT) {
            pairs.value(pair, slice);
            values.write(KeyValue.VALUE_FIELD_NUMBER, type, slice);
        }
        text(rows, KeyValue.KEY_FIELD_NUMBER, pairs.key(pair));
        out.message(field, mark);
    }

    private void text(SpanRows rows, int field, int code) {
        if (code != 0) {
            rows.strings().get(code, slice);
            out.bytes(field, slice);
        }
    }

    private void number(int field, int number) {
        if (number != 0) {
            out.number(field, number);
        }
    }

    private void count(int field, int unsigned) {
        if (unsigned != 0) {
            out.number(field, Integer.toUnsignedLong(unsigned));
        }
    }

    private void nanos(int field, long nanos) {
        if (nanos != 0) {
            out.fixed64(field, nanos);
        }
    }
}
