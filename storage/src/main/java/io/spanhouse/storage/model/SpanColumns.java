package io.spanhouse.storage.model;

/**
 * The columns of some spans while they grow: what {@link SpanBatchBuilder} fills and {@link SpanBatch} shows. One array a
 * field, no object a span. Not thread-safe while growing.
 */
final class SpanColumns {
    private static final int ROWS_MIN = 16;
    /** Of usual spans, rounded up, so that what grows by copying seldom does. */
    private static final int ATTRIBUTES_A_ROW = 11;

    private static final int PAIRS_A_ROW = 2;
    private static final int PAIR_BYTES_A_ROW = 96;

    final LongColumn traceIdHigh;
    final LongColumn traceIdLow;
    final LongColumn spanId;
    final LongColumn parentSpanId;
    final LongColumn startNanos;
    final LongColumn endNanos;
    final IntColumn name;
    final IntColumn kind;
    final IntColumn statusCode;
    final IntColumn statusMessage;
    final IntColumn traceState;
    final IntColumn flags;
    final IntColumn droppedAttributes;
    final IntColumn droppedEvents;
    final IntColumn droppedLinks;
    final IntColumn marks;
    final IntColumn resource;
    final IntColumn scope;

    /** Runs of the streams by row: position after the last attribute, event, link. */
    final IntColumn attributeEnds;

    final IntColumn eventEnds;
    final IntColumn linkEnds;
    final IntColumn attributes;

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
    final PairTableBuilder pairs;
    final ResourceColumns resources = new ResourceColumns();
    final ScopeColumns scopes = new ScopeColumns();

    /** Columns with room for so many rows, and a usual number of attributes for each. */
    SpanColumns(int expectedRows) {
        int rows = Math.max(ROWS_MIN, expectedRows);
        traceIdHigh = new LongColumn(rows);
        traceIdLow = new LongColumn(rows);
        spanId = new LongColumn(rows);
        parentSpanId = new LongColumn(rows);
        startNanos = new LongColumn(rows);
        endNanos = new LongColumn(rows);
        name = new IntColumn(rows);
        kind = new IntColumn(rows);
        statusCode = new IntColumn(rows);
        statusMessage = new IntColumn(rows);
        traceState = new IntColumn(rows);
        flags = new IntColumn(rows);
        droppedAttributes = new IntColumn(rows);
        droppedEvents = new IntColumn(rows);
        droppedLinks = new IntColumn(rows);
        marks = new IntColumn(rows);
        resource = new IntColumn(rows);
        scope = new IntColumn(rows);
        attributeEnds = new IntColumn(rows);
        eventEnds = new IntColumn(rows);
        linkEnds = new IntColumn(rows);
        attributes = new IntColumn(ATTRIBUTES_A_ROW * rows);
        pairs = new PairTableBuilder(PAIRS_A_ROW * rows, PAIR_BYTES_A_ROW * rows);
    }

    int rowCount() {
        return attributeEnds.size();
    }

    /** About what all of it takes in memory. */
    long retainedBytes() {
        return valueBytes()
                + 12L * pairs.size()
                + 110L * rowCount()
                + 4L * (attributes.size() + eventAttributes.size() + linkAttributes.size())
                + 24L * eventName.size()
                + 48L * linkFlags.size();
    }

    /** Bytes of distinct strings and values. */
    long valueBytes() {
        return (long) strings.byteCount() + pairs.byteCount();
    }

    /** The column of a field. */
    IntColumn of(RowField field) {
        return switch (field) {
            case NAME -> name;
            case KIND -> kind;
            case STATUS_CODE -> statusCode;
            case STATUS_MESSAGE -> statusMessage;
            case TRACE_STATE -> traceState;
            case FLAGS -> flags;
            case MARKS -> marks;
            case RESOURCE -> resource;
            case SCOPE -> scope;
            case DROPPED_ATTRIBUTES -> droppedAttributes;
            case DROPPED_EVENTS -> droppedEvents;
            case DROPPED_LINKS -> droppedLinks;
        };
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
