package io.spanhouse.storage.model;

import java.nio.charset.StandardCharsets;

/**
 * Fills a {@link SpanBatch}, span by span. Fields of a span, event or link may come in any order between its start and
 * its end; attributes, events and links keep the order in which they come. A resource or scope is made before the spans
 * that name it.
 *
 * <pre>
 * builder.resourceAttribute(pair); int resource = builder.resource(true, 0, 0, 0);
 * builder.startSpan().resource(resource).scope(scope).traceId(high, low).name(builder.string("GET /"));
 * builder.attribute(builder.pair(key, ValueType.STRING, bytes, 0, bytes.length));
 * builder.endSpan();
 * SpanBatch batch = builder.build();
 * </pre>
 *
 * <p>Checks nothing about limits or ids: that is the reader's of the protocol. Not thread-safe. After {@link #build()} it
 * starts anew with empty tables.
 */
public final class SpanBatchBuilder {
    private final IntColumn resourcePairs = new IntColumn(32);
    private final IntColumn scopePairs = new IntColumn(8);
    private final SpanFields span = new SpanFields();
    private final LinkFields link = new LinkFields();
    private SpanColumns columns = new SpanColumns(0);
    private LongColumn ticks = new LongColumn(0);
    private boolean spanIsOpen;
    private long eventTimeNanos;
    private int eventName;
    private int eventDroppedAttributes;

    /**
     * Makes room for about so many spans, where that is known before the first; saves growing. Does nothing once anything
     * was put in.
     */
    public void expectRows(int rows) {
        if (rowCount() == 0 && columns.strings.size() == 1 && columns.pairs.size() == 0) {
            columns = new SpanColumns(rows);
        }
    }

    /** The code of some UTF-8 text. */
    public int string(byte[] array, int offset, int length) {
        return columns.strings.intern(array, offset, length);
    }

    /** The code of some text; for tests and other protocols, not for hot paths. */
    public int string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return string(bytes, 0, bytes.length);
    }

    /** Appends text under a new code without interning it; for readers of serialised tables. */
    public int appendString(byte[] array, int offset, int length) {
        return columns.strings.append(array, offset, length);
    }

    /** The code of an attribute pair; the value's bytes as {@link ValueBytes} describes them. */
    public int pair(int key, ValueType type, byte[] array, int offset, int length) {
        return columns.pairs.intern(key, type.code(), array, offset, length);
    }

    /** Appends a pair under a new code without interning it: for values that hardly repeat, and for serialised tables. */
    public int appendPair(int key, ValueType type, byte[] array, int offset, int length) {
        return columns.pairs.append(key, type.code(), array, offset, length);
    }

    /** Appends a pair whose value lies elsewhere under a new code; not for resources and scopes. */
    public int appendDistantPair(int key, ValueType type, DistantValue value) {
        return columns.pairs.appendDistant(key, type.code(), value);
    }

    /** Adds an attribute to the resource that the next {@link #resource} ends. */
    public void resourceAttribute(int pair) {
        resourcePairs.add(pair);
    }

    /**
     * Ends a resource and gives its index.
     *
     * @param entityReferences code of the bytes of {@link EntityReferences}, 0 for none
     */
    public int resource(boolean present, int droppedAttributes, int schemaUrl, int entityReferences) {
        int index = columns.resources.intern(present, resourcePairs, droppedAttributes, schemaUrl, entityReferences);
        resourcePairs.truncate(0);
        return index;
    }

    /** Ends a resource under a new index without looking for an equal one; for readers of serialised tables. */
    public int appendResource(boolean present, int droppedAttributes, int schemaUrl, int entityReferences) {
        int index = columns.resources.append(present, resourcePairs, droppedAttributes, schemaUrl, entityReferences);
        resourcePairs.truncate(0);
        return index;
    }

    /** Adds an attribute to the scope that the next {@link #scope(ScopeColumns.Fields)} ends. */
    public void scopeAttribute(int pair) {
        scopePairs.add(pair);
    }

    /** Ends a scope and gives its index. */
    public int scope(ScopeColumns.Fields fields) {
        int index = columns.scopes.intern(fields, scopePairs);
        scopePairs.truncate(0);
        return index;
    }

    /** Ends a scope under a new index without looking for an equal one; for readers of serialised tables. */
    public int appendScope(ScopeColumns.Fields fields) {
        int index = columns.scopes.append(fields, scopePairs);
        scopePairs.truncate(0);
        return index;
    }

    /**
     * Names the resource of all whole spans from a row on and adds bits of {@link SpanMark} to them: for protocols where
     * a resource may come after its spans.
     */
    public void resourceOfRows(int firstRow, int index, int moreMarks) {
        for (int row = firstRow; row < columns.rowCount(); row++) {
            columns.resource.set(row, index);
        }
        addMarks(firstRow, moreMarks);
    }

    /** Names the scope of all whole spans from a row on and adds bits of {@link SpanMark} to them. */
    public void scopeOfRows(int firstRow, int index, int moreMarks) {
        for (int row = firstRow; row < columns.rowCount(); row++) {
            columns.scope.set(row, index);
        }
        addMarks(firstRow, moreMarks);
    }

    private void forgetOpenSpan() {
        if (spanIsOpen) {
            columns.forgetOpenRow();
            spanIsOpen = false;
        }
    }

    private void addMarks(int firstRow, int moreMarks) {
        if (moreMarks != 0) {
            for (int row = firstRow; row < columns.rowCount(); row++) {
                columns.marks.set(row, columns.marks.get(row) | moreMarks);
            }
        }
    }

    /** Starts a span: all fields empty or zero. */
    public SpanBatchBuilder startSpan() {
        forgetOpenSpan();
        spanIsOpen = true;
        span.clear();
        return this;
    }

    /** Drops the span that was started. */
    public void abandonSpan() {
        forgetOpenSpan();
    }

    /** Ends the span and gives its row. */
    public int endSpan() {
        span.appendTo(columns);
        spanIsOpen = false;
        return columns.rowCount() - 1;
    }

    public SpanBatchBuilder traceId(long high, long low) {
        span.traceIdHigh = high;
        span.traceIdLow = low;
        return this;
    }

    public SpanBatchBuilder spanId(long id) {
        span.spanId = id;
        return this;
    }

    public SpanBatchBuilder parentSpanId(long id) {
        span.parentSpanId = id;
        return this;
    }

    public SpanBatchBuilder startNanos(long nanos) {
        span.startNanos = nanos;
        return this;
    }

    public SpanBatchBuilder endNanos(long nanos) {
        span.endNanos = nanos;
        return this;
    }

    public SpanBatchBuilder name(int string) {
        span.name = string;
        return this;
    }

    public SpanBatchBuilder kind(int number) {
        span.kind = number;
        return this;
    }

    /** Sets {@link SpanMark#STATUS_PRESENT} too. */
    public SpanBatchBuilder status(int code, int message) {
        span.statusCode = code;
        span.statusMessage = message;
        return mark(SpanMark.STATUS_PRESENT);
    }

    public SpanBatchBuilder traceState(int string) {
        span.traceState = string;
        return this;
    }

    public SpanBatchBuilder flags(int bits) {
        span.flags = bits;
        return this;
    }

    public SpanBatchBuilder droppedAttributes(int count) {
        span.droppedAttributes = count;
        return this;
    }

    public SpanBatchBuilder droppedEvents(int count) {
        span.droppedEvents = count;
        return this;
    }

    public SpanBatchBuilder droppedLinks(int count) {
        span.droppedLinks = count;
        return this;
    }

    public SpanBatchBuilder mark(SpanMark mark) {
        span.marks |= mark.bit();
        return this;
    }

    /** Replaces all marks of the span. */
    public SpanBatchBuilder marks(int bits) {
        span.marks = bits;
        return this;
    }

    public SpanBatchBuilder resource(int index) {
        span.resource = index;
        return this;
    }

    public SpanBatchBuilder scope(int index) {
        span.scope = index;
        return this;
    }

    /** Adds an attribute to the span. */
    public void attribute(int pair) {
        columns.attributes.add(pair);
    }

    /** Starts an event; {@link #endEvent()} must follow. */
    public void startEvent() {
        eventTimeNanos = 0;
        eventName = 0;
        eventDroppedAttributes = 0;
    }

    public void eventTimeNanos(long nanos) {
        eventTimeNanos = nanos;
    }

    public void eventName(int string) {
        eventName = string;
    }

    public void eventDroppedAttributes(int count) {
        eventDroppedAttributes = count;
    }

    /** Adds an attribute to the event. */
    public void eventAttribute(int pair) {
        columns.eventAttributes.add(pair);
    }

    /** Ends the event that was started. */
    public void endEvent() {
        columns.eventTimeNanos.add(eventTimeNanos);
        columns.eventName.add(eventName);
        columns.eventDroppedAttributes.add(eventDroppedAttributes);
        columns.eventAttributeEnds.add(columns.eventAttributes.size());
    }

    /** Starts a link; {@link #endLink()} must follow. */
    public void startLink() {
        link.clear();
    }

    /** Sets the linked trace id and that it was sent. */
    public void linkTraceId(long high, long low) {
        link.traceIdHigh = high;
        link.traceIdLow = low;
        link.presence |= SpanRows.LINK_HAS_TRACE_ID;
    }

    /** Sets the linked span id and that it was sent. */
    public void linkSpanId(long id) {
        link.spanId = id;
        link.presence |= SpanRows.LINK_HAS_SPAN_ID;
    }

    public void linkTraceState(int string) {
        link.traceState = string;
    }

    public void linkFlags(int bits) {
        link.flags = bits;
    }

    public void linkDroppedAttributes(int count) {
        link.droppedAttributes = count;
    }

    /** Adds an attribute to the link. */
    public void linkAttribute(int pair) {
        columns.linkAttributes.add(pair);
    }

    /** Ends the link that was started. */
    public void endLink() {
        link.appendTo(columns);
    }

    /** Sets the tick of the row that was ended last; rows without have tick 0. */
    public void tick(long tick) {
        while (ticks.size() < columns.rowCount() - 1) {
            ticks.add(0);
        }
        ticks.add(tick);
    }

    /** Number of whole spans so far. */
    public int rowCount() {
        return columns.rowCount();
    }

    /** Bytes of distinct strings and values so far. */
    public long byteCount() {
        return columns.valueBytes();
    }

    /** About what the batch so far takes in memory. */
    public long retainedBytes() {
        return columns.retainedBytes();
    }

    /** The batch of all ended spans; the builder starts anew. */
    public SpanBatch build() {
        forgetOpenSpan();
        SpanBatch batch = new SpanBatch(columns, ticks);
        columns = new SpanColumns(0);
        ticks = new LongColumn(0);
        return batch;
    }
}
