package io.spanhouse.storage.filter;

/** A value of a whole trace, however late and in however many pieces its spans came. */
public enum TraceField {
    /** Earliest start of its spans, unsigned nanoseconds since 1970; spans without a start count only if all lack one. */
    START,
    /** Latest end of its spans, unsigned nanoseconds since 1970. */
    END,
    /** END minus START in nanoseconds, 0 if negative. */
    DURATION,
    /** Number of spans. */
    SPANS,
    /** Number of spans with status error. */
    ERRORS,
    /** Start of the root span, of the trace where no root is known or its start was not given; unsigned. */
    ROOT_START,
    /** Duration of the root span in nanoseconds; 0 where no root is known or its start was not given. */
    ROOT_DURATION
}
