package io.spanhouse.storage.head;

/**
 * The columns of a generation's rows, events and links: about 60 bytes a row, 4 an attribute, 24 an event, 48 a link. One
 * thread adds, any reads; see {@link LongPages}.
 */
final class HeadRows {
    /** Most rows, and most events and links, of one generation. */
    static final int ROWS_MAX = 1 << 22;

    /** Longest stream of attributes. */
    static final int ATTRIBUTES_MAX = 1 << 26;

    /** Follows the last row of a trace. */
    static final int NO_ROW = -1;

    final IntPages trace = new IntPages(ROWS_MAX);
    /** The next row of the same trace. The only column of rows that changes: once, from none to a later row. */
    final IntPages next = new IntPages(ROWS_MAX);

    final LongPages spanId = new LongPages(ROWS_MAX);
    final LongPages parentSpanId = new LongPages(ROWS_MAX);
    final LongPages startNanos = new LongPages(ROWS_MAX);
    final LongPages endNanos = new LongPages(ROWS_MAX);
    final IntPages name = new IntPages(ROWS_MAX);
    final IntPages form = new IntPages(ROWS_MAX);
    final IntPages resource = new IntPages(ROWS_MAX);
    final IntPages scope = new IntPages(ROWS_MAX);
    /** Ticks after the generation's first. */
    final IntPages tick = new IntPages(ROWS_MAX);

    final IntPages attributeEnds = new IntPages(ROWS_MAX);
    final IntPages eventEnds = new IntPages(ROWS_MAX);
    final IntPages linkEnds = new IntPages(ROWS_MAX);
    final IntPages attributes = new IntPages(ATTRIBUTES_MAX);

    final LongPages eventTimeNanos = new LongPages(ROWS_MAX);
    final IntPages eventName = new IntPages(ROWS_MAX);
    final IntPages eventDroppedAttributes = new IntPages(ROWS_MAX);
    final IntPages eventAttributeEnds = new IntPages(ROWS_MAX);
    final IntPages eventAttributes = new IntPages(ATTRIBUTES_MAX);

    final LongPages linkTraceIdHigh = new LongPages(ROWS_MAX);
    final LongPages linkTraceIdLow = new LongPages(ROWS_MAX);
    final LongPages linkSpanId = new LongPages(ROWS_MAX);
    final IntPages linkPresence = new IntPages(ROWS_MAX);
    final IntPages linkTraceState = new IntPages(ROWS_MAX);
    final IntPages linkFlags = new IntPages(ROWS_MAX);
    final IntPages linkDroppedAttributes = new IntPages(ROWS_MAX);
    final IntPages linkAttributeEnds = new IntPages(ROWS_MAX);
    final IntPages linkAttributes = new IntPages(ATTRIBUTES_MAX);

    final SpanForms forms = new SpanForms(ROWS_MAX);

    final DeadRows dead = new DeadRows();

    /** Start of a run of which only the ends are stored. */
    static int start(IntPages ends, int index) {
        return index == 0 ? 0 : ends.get(index - 1);
    }

    long bytes() {
        return 4 * spanId.bytes()
                + 10 * trace.bytes()
                + attributes.bytes()
                + eventTimeNanos.bytes()
                + 3 * eventName.bytes()
                + eventAttributes.bytes()
                + 3 * linkSpanId.bytes()
                + 5 * linkFlags.bytes()
                + linkAttributes.bytes()
                + forms.bytes()
                + dead.bytes();
    }
}
