package io.spanhouse.storage.model;

/**
 * The columns of some spans while they grow: what {@link SpanBatchBuilder} fills and {@link SpanBatch} shows. One array a
 * field, no object a span. Not thread-safe while growing.
 */
final class SpanColumns {
    final LongColumn traceIdHigh = new LongColumn(16);
    final LongColumn traceIdLow = new LongColumn(16);
    final LongColumn spanId = new LongColumn(16);
    final LongColumn parentSpanId = new LongColumn(16);
    final LongColumn startNanos = new LongColumn(16);
    final LongColumn endNanos = new LongColumn(16);
    final IntColumn name = new IntColumn(16);
    final IntColumn kind = new IntColumn(16);
    final IntColumn statusCode = new IntColumn(16);
    final IntColumn statusMessage = new IntColumn(16);
    final IntColumn traceState = new IntColumn(16);
    final IntColumn flags = new IntColumn(16);
    final IntColumn droppedAttributes = new IntColumn(16);
    final IntColumn droppedEvents = new IntColumn(16);
    final IntColumn droppedLinks = new IntColumn(16);
    final IntColumn marks = new IntColumn(16);
    final IntColumn resource = new IntColumn(16);
    final IntColumn scope = new IntColumn(16);

    /** Runs of the streams by row: position after the last attribute, event, link. */
    final IntColumn attributeEnds = new IntColumn(16);

    final IntColumn eventEnds = new IntColumn(16);
    final IntColumn linkEnds = new IntColumn(16);
    final IntColumn attributes = new IntColumn(128);

    final LongColumn eventTimeNanos = new LongColumn(8);
    final IntColumn eventName = new IntColumn(8);
    final IntColumn eventDroppedAttributes = new IntColumn(8);
    final IntColumn eventAttributeEnds = new IntColumn(8);
    final IntColumn eventAttributes = new IntColumn(8);

    final LongColumn linkTraceIdHigh = new LongColumn(4);
    final LongColumn linkTraceIdLow = new LongColumn(4);
    final LongColumn linkSpanId = new LongColumn(4);
    final IntColumn linkPresence = new IntColumn(4);
    final IntColumn linkTraceState = new IntColumn(4);
    final IntColumn linkFlags = new IntColumn(4);
    final IntColumn linkDroppedAttributes = new IntColumn(4);
    final IntColumn linkAttributeEnds = new IntColumn(4);
    final IntColumn linkAttributes = new IntColumn(4);

    final StringTableBuilder strings = new StringTableBuilder();
    final PairTableBuilder pairs = new PairTableBuilder();
    final ResourceColumns resources = new ResourceColumns();
    final ScopeColumns scopes = new ScopeColumns();

    int rowCount() {
        return attributeEnds.size();
    }

    /** Forgets attributes, events and links that came after the last whole row. */
    void forgetOpenRow() {
        int rows = rowCount();
        attributes.truncate(rows == 0 ? 0 : attributeEnds.get(rows - 1));
        int events = rows == 0 ? 0 : eventEnds.get(rows - 1);
        eventTimeNanos.truncate(events);
        eventName.truncate(events);
        eventDroppedAttributes.truncate(events);
        eventAttributeEnds.truncate(events);
        eventAttributes.truncate(events == 0 ? 0 : eventAttributeEnds.get(events - 1));
        int links = rows == 0 ? 0 : linkEnds.get(rows - 1);
        linkTraceIdHigh.truncate(links);
        linkTraceIdLow.truncate(links);
        linkSpanId.truncate(links);
        linkPresence.truncate(links);
        linkTraceState.truncate(links);
        linkFlags.truncate(links);
        linkDroppedAttributes.truncate(links);
        linkAttributeEnds.truncate(links);
        linkAttributes.truncate(links == 0 ? 0 : linkAttributeEnds.get(links - 1));
    }
}
