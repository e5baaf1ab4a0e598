package io.spanhouse.ingest.otlp;

import java.util.Locale;

/** Why one span was refused while the rest of its request was taken. A closed set: the label of a counter. */
public enum SpanRejection {
    /** The trace id is not 16 bytes, or all zero. */
    TRACE_ID,
    /** The span id is not 8 bytes, or all zero. */
    SPAN_ID,
    /** The span starts before {@link WalkOptions#refuseOlderThanSeconds()} ago. */
    TOO_OLD;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The reason as metrics and messages show it. */
    public String label() {
        return label;
    }
}
