package io.spanhouse.storage.model;

/** The fields of a span that are one small number each, as {@link SpanRows} describes them. */
public enum RowField {
    NAME,
    KIND,
    STATUS_CODE,
    STATUS_MESSAGE,
    TRACE_STATE,
    FLAGS,
    MARKS,
    RESOURCE,
    SCOPE,
    DROPPED_ATTRIBUTES,
    DROPPED_EVENTS,
    DROPPED_LINKS
}
