package io.spanhouse.storage.model;

/** The plain fields of the link that a {@link SpanBatchBuilder} is at. */
final class LinkFields {
    long traceIdHigh;
    long traceIdLow;
    long spanId;
    int presence;
    int traceState;
    int flags;
    int droppedAttributes;

    void clear() {
        traceIdHigh = 0;
        traceIdLow = 0;
        spanId = 0;
        presence = 0;
        traceState = 0;
        flags = 0;
        droppedAttributes = 0;
    }

    void appendTo(SpanColumns columns) {
        columns.linkTraceIdHigh.add(traceIdHigh);
        columns.linkTraceIdLow.add(traceIdLow);
        columns.linkSpanId.add(spanId);
        columns.linkPresence.add(presence);
        columns.linkTraceState.add(traceState);
        columns.linkFlags.add(flags);
        columns.linkDroppedAttributes.add(droppedAttributes);
        columns.linkAttributeEnds.add(columns.linkAttributes.size());
    }
}
