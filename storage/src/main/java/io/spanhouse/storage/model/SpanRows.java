package io.spanhouse.storage.model;

/**
 * Spans as rows of columns, for reading. Rows are numbered from 0; a row below {@link #rowCount()} never changes, so any
 * number of threads may read one without a lock.
 *
 * <p>Strings are codes of {@link #strings()}, attributes codes of {@link #pairs()}. Attributes lie in three streams, of
 * spans, of events and of links; a row, event or link owns a run of its stream, in the order sent. All numbers are as
 * sent: times are unsigned nanoseconds since 1970, 0 when not given; counts are unsigned 32-bit; enum numbers that the
 * protocol does not know are kept.
 */
public interface SpanRows {
    /** Number of rows that may be read. */
    int rowCount();

    /** The first 8 bytes of the trace id, big-endian. */
    long traceIdHigh(int row);

    /** The last 8 bytes of the trace id, big-endian. */
    long traceIdLow(int row);

    /** The span id, big-endian; never 0. */
    long spanId(int row);

    /** The parent's span id, 0 for a root. */
    long parentSpanId(int row);

    /** Start, unsigned nanoseconds since 1970, 0 when not given. */
    long startNanos(int row);

    /** End, unsigned nanoseconds since 1970, 0 when not given. May lie before the start. */
    long endNanos(int row);

    /** Code of the span's name. */
    int name(int row);

    /** Span kind number, 0 to 5 in today's protocol. */
    int kind(int row);

    /** Status code number: 0 unset, 1 ok, 2 error in today's protocol. */
    int statusCode(int row);

    /** Code of the status message. */
    int statusMessage(int row);

    /** Code of the W3C trace state. */
    int traceState(int row);

    /** All 32 flag bits as sent. */
    int flags(int row);

    /** {@code dropped_attributes_count}. */
    int droppedAttributes(int row);

    /** {@code dropped_events_count}. */
    int droppedEvents(int row);

    /** {@code dropped_links_count}. */
    int droppedLinks(int row);

    /** What is remarkable about the row, bits of {@link SpanMark}. */
    int marks(int row);

    /** Index of the row's resource in {@link #resources()}. */
    int resource(int row);

    /** Index of the row's scope in {@link #scopes()}. */
    int scope(int row);

    /** The store's slow clock when the row was taken, the read point of cursors; 0 before the store took it. */
    long tick(int row);

    /** Position of the span's first attribute, for {@link #attribute(int)}. */
    int attributeStart(int row);

    /** Position after the span's last attribute. */
    int attributeEnd(int row);

    /** Pair code at a position of the span attribute stream. */
    int attribute(int position);

    /** Index of the row's first event; events of one row are contiguous, in the order sent. */
    int eventStart(int row);

    /** Index after the row's last event. */
    int eventEnd(int row);

    /** Event time, unsigned nanoseconds since 1970. */
    long eventTimeNanos(int event);

    /** Code of the event's name. */
    int eventName(int event);

    /** {@code dropped_attributes_count} of the event. */
    int eventDroppedAttributes(int event);

    /** Position of the event's first attribute, for {@link #eventAttribute(int)}. */
    int eventAttributeStart(int event);

    /** Position after the event's last attribute. */
    int eventAttributeEnd(int event);

    /** Pair code at a position of the event attribute stream. */
    int eventAttribute(int position);

    /** Index of the row's first link; links of one row are contiguous, in the order sent. */
    int linkStart(int row);

    /** Index after the row's last link. */
    int linkEnd(int row);

    /** The first 8 bytes of the linked trace id, 0 if it was empty. */
    long linkTraceIdHigh(int link);

    /** The last 8 bytes of the linked trace id, 0 if it was empty. */
    long linkTraceIdLow(int link);

    /** The linked span id, 0 if it was empty. */
    long linkSpanId(int link);

    /** Which ids the link was sent with, bits {@link #LINK_HAS_TRACE_ID} and {@link #LINK_HAS_SPAN_ID}. */
    int linkPresence(int link);

    /** Code of the link's trace state. */
    int linkTraceState(int link);

    /** All 32 flag bits of the link. */
    int linkFlags(int link);

    /** {@code dropped_attributes_count} of the link. */
    int linkDroppedAttributes(int link);

    /** Position of the link's first attribute, for {@link #linkAttribute(int)}. */
    int linkAttributeStart(int link);

    /** Position after the link's last attribute. */
    int linkAttributeEnd(int link);

    /** Pair code at a position of the link attribute stream. */
    int linkAttribute(int position);

    /** Names, keys, messages and other texts. */
    StringTable strings();

    /** Attribute pairs. */
    PairTable pairs();

    /** Resources. */
    ResourceTable resources();

    /** Instrumentation scopes. */
    ScopeTable scopes();

    /** Link was sent with a 16-byte trace id, perhaps all zero. */
    int LINK_HAS_TRACE_ID = 1;

    /** Link was sent with an 8-byte span id, perhaps all zero. */
    int LINK_HAS_SPAN_ID = 2;
}
