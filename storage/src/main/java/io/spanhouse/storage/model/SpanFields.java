package io.spanhouse.storage.model;

/** The plain fields of the span that a {@link SpanBatchBuilder} is at. */
final class SpanFields {
    long traceIdHigh;
    long traceIdLow;
    long spanId;
    long parentSpanId;
    long startNanos;
    long endNanos;
    int name;
    int kind;
    int statusCode;
    int statusMessage;
    int traceState;
    int flags;
    int droppedAttributes;
    int droppedEvents;
    int droppedLinks;
    int marks;
    int resource;
    int scope;

    void clear() {
        traceIdHigh = 0;
        traceIdLow = 0;
        spanId = 0;
        parentSpanId = 0;
        startNanos = 0;
        endNanos = 0;
        name = 0;
        kind = 0;
        statusCode = 0;
        statusMessage = 0;
        traceState = 0;
        flags = 0;
        droppedAttributes = 0;
        droppedEvents = 0;
        droppedLinks = 0;
        marks = 0;
        resource = 0;
        scope = 0;
    }

    void appendTo(SpanColumns columns) {
        columns.traceIdHigh.add(traceIdHigh);
        columns.traceIdLow.add(traceIdLow);
        columns.spanId.add(spanId);
        columns.parentSpanId.add(parentSpanId);
        columns.startNanos.add(startNanos);
        columns.endNanos.add(endNanos);
        columns.name.add(name);
        columns.kind.add(kind);
        columns.statusCode.add(statusCode);
        columns.statusMessage.add(statusMessage);
        columns.traceState.add(traceState);
        columns.flags.add(flags);
        columns.droppedAttributes.add(droppedAttributes);
        columns.droppedEvents.add(droppedEvents);
        columns.droppedLinks.add(droppedLinks);
        columns.marks.add(marks);
        columns.resource.add(resource);
        columns.scope.add(scope);
        columns.attributeEnds.add(columns.attributes.size());
        columns.eventEnds.add(columns.eventName.size());
        columns.linkEnds.add(columns.linkFlags.size());
    }
}
