package io.spanhouse.storage.filter;

/** What a span has beside attributes. Texts compare with {@link Literal.Text}, numbers with {@link Literal.Whole}. */
public enum SpanField {
    /** 16 bytes; {@link Literal.Bytes}. */
    TRACE_ID,
    /** 8 bytes; {@link Literal.Bytes}. */
    SPAN_ID,
    /** 8 bytes; absent for a root. */
    PARENT_SPAN_ID,
    NAME,
    /** The kind's number. */
    KIND,
    /** The status code's number: 0 unset, 1 ok, 2 error. */
    STATUS_CODE,
    STATUS_MESSAGE,
    TRACE_STATE,
    /** All 32 flag bits, unsigned. */
    FLAGS,
    /** Unsigned nanoseconds since 1970. */
    START,
    /** Unsigned nanoseconds since 1970. */
    END,
    /** End minus start in nanoseconds, 0 where the end lies before the start. */
    DURATION,
    SCOPE_NAME,
    SCOPE_VERSION,
    SCOPE_SCHEMA_URL,
    RESOURCE_SCHEMA_URL,
    /** The name of any event. */
    EVENT_NAME,
    /** The time of any event, unsigned nanoseconds since 1970. */
    EVENT_TIME,
    /** The time of any event minus the span's start, in nanoseconds. */
    EVENT_SINCE_START,
    /** The trace id of any link, 16 bytes. */
    LINK_TRACE_ID,
    /** The span id of any link, 8 bytes. */
    LINK_SPAN_ID,
    /** The trace state of any link. */
    LINK_TRACE_STATE
}
