package io.spanhouse.storage.model;

/**
 * Some spans of one project in columns: what ingest hands to the store, and what the store hands out. Immutable, so any
 * number of threads may read it. Made by {@link SpanBatchBuilder}.
 *
 * <p>Costs about 130 bytes a span beside the bytes of its distinct strings and values.
 */
public final class SpanBatch implements SpanRows {
    private final SpanColumns columns;
    private final LongColumn ticks;

    SpanBatch(SpanColumns columns, LongColumn ticks) {
        this.columns = columns;
        this.ticks = ticks;
    }

    /** Bytes of distinct strings and values plus the size of the columns; what a memory permit should count. */
    public long retainedBytes() {
        return columns.retainedBytes();
    }

    /** Bytes of distinct strings and values. */
    public long valueBytes() {
        return columns.valueBytes();
    }

    /** Adds bits of {@link SpanMark} to all rows. For who made the batch, before anybody else has it. */
    public void addMarks(int moreMarks) {
        for (int row = 0; row < rowCount(); row++) {
            columns.marks.set(row, columns.marks.get(row) | moreMarks);
        }
    }

    /** Copies one field of all rows, which is faster than row by row. */
    public void copy(RowField field, int[] into) {
        copy(columns.of(field), into);
    }

    /** Copies the attributes of all rows, one row's after the other's; those of the first row start at 0. */
    public void copyAttributes(int[] into) {
        copy(columns.attributes, into);
    }

    private static void copy(IntColumn column, int[] into) {
        System.arraycopy(column.array(), 0, into, 0, column.size());
    }

    @Override
    public int rowCount() {
        return columns.rowCount();
    }

    @Override
    public long tick(int row) {
        return row < ticks.size() ? ticks.get(row) : 0;
    }

    @Override
    public long traceIdHigh(int row) {
        return columns.traceIdHigh.get(row);
    }

    @Override
    public long traceIdLow(int row) {
        return columns.traceIdLow.get(row);
    }

    @Override
    public long spanId(int row) {
        return columns.spanId.get(row);
    }

    @Override
    public long parentSpanId(int row) {
        return columns.parentSpanId.get(row);
    }

    @Override
    public long startNanos(int row) {
        return columns.startNanos.get(row);
    }

    @Override
    public long endNanos(int row) {
        return columns.endNanos.get(row);
    }

    @Override
    public int name(int row) {
        return columns.name.get(row);
    }

    @Override
    public int kind(int row) {
        return columns.kind.get(row);
    }

    @Override
    public int statusCode(int row) {
        return columns.statusCode.get(row);
    }

    @Override
    public int statusMessage(int row) {
        return columns.statusMessage.get(row);
    }

    @Override
    public int traceState(int row) {
        return columns.traceState.get(row);
    }

    @Override
    public int flags(int row) {
        return columns.flags.get(row);
    }

    @Override
    public int droppedAttributes(int row) {
        return columns.droppedAttributes.get(row);
    }

    @Override
    public int droppedEvents(int row) {
        return columns.droppedEvents.get(row);
    }

    @Override
    public int droppedLinks(int row) {
        return columns.droppedLinks.get(row);
    }

    @Override
    public int marks(int row) {
        return columns.marks.get(row);
    }

    @Override
    public int resource(int row) {
        return columns.resource.get(row);
    }

    @Override
    public int scope(int row) {
        return columns.scope.get(row);
    }

    @Override
    public int attributeStart(int row) {
        return row == 0 ? 0 : columns.attributeEnds.get(row - 1);
    }

    @Override
    public int attributeEnd(int row) {
        return columns.attributeEnds.get(row);
    }

    @Override
    public int attribute(int position) {
        return columns.attributes.get(position);
    }

    @Override
    public int eventStart(int row) {
        return row == 0 ? 0 : columns.eventEnds.get(row - 1);
    }

    @Override
    public int eventEnd(int row) {
        return columns.eventEnds.get(row);
    }

    @Override
    public long eventTimeNanos(int event) {
        return columns.eventTimeNanos.get(event);
    }

    @Override
    public int eventName(int event) {
        return columns.eventName.get(event);
    }

    @Override
    public int eventDroppedAttributes(int event) {
        return columns.eventDroppedAttributes.get(event);
    }

    @Override
    public int eventAttributeStart(int event) {
        return event == 0 ? 0 : columns.eventAttributeEnds.get(event - 1);
    }

    @Override
    public int eventAttributeEnd(int event) {
        return columns.eventAttributeEnds.get(event);
    }

    @Override
    public int eventAttribute(int position) {
        return columns.eventAttributes.get(position);
    }

    @Override
    public int linkStart(int row) {
        return row == 0 ? 0 : columns.linkEnds.get(row - 1);
    }

    @Override
    public int linkEnd(int row) {
        return columns.linkEnds.get(row);
    }

    @Override
    public long linkTraceIdHigh(int link) {
        return columns.linkTraceIdHigh.get(link);
    }

    @Override
    public long linkTraceIdLow(int link) {
        return columns.linkTraceIdLow.get(link);
    }

    @Override
    public long linkSpanId(int link) {
        return columns.linkSpanId.get(link);
    }

    @Override
    public int linkPresence(int link) {
        return columns.linkPresence.get(link);
    }

    @Override
    public int linkTraceState(int link) {
        return columns.linkTraceState.get(link);
    }

    @Override
    public int linkFlags(int link) {
        return columns.linkFlags.get(link);
    }

    @Override
    public int linkDroppedAttributes(int link) {
        return columns.linkDroppedAttributes.get(link);
    }

    @Override
    public int linkAttributeStart(int link) {
        return link == 0 ? 0 : columns.linkAttributeEnds.get(link - 1);
    }

    @Override
    public int linkAttributeEnd(int link) {
        return columns.linkAttributeEnds.get(link);
    }

    @Override
    public int linkAttribute(int position) {
        return columns.linkAttributes.get(position);
    }

    @Override
    public StringTable strings() {
        return columns.strings;
    }

    @Override
    public PairTable pairs() {
        return columns.pairs;
    }

    @Override
    public ResourceTable resources() {
        return columns.resources;
    }

    @Override
    public ScopeTable scopes() {
        return columns.scopes;
    }
}
