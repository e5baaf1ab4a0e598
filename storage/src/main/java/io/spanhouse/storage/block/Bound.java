package io.spanhouse.storage.block;

/**
 * What the directory says of every row group, so that a reader may skip it. The order is part of the format. Starts are
 * unsigned and those that are 0, "not given", do not count; durations are signed and at least 0. Bounds of traces are of
 * the whole-trace values in the trace rows, as they were when the row group was written: a fragment that is no longer the
 * newest of its trace is still in them, so they are never too narrow.
 */
public enum Bound {
    /** Rows. */
    ROWS,
    /** Fragments. */
    FRAGMENTS,
    /** Events. */
    EVENTS,
    /** Links. */
    LINKS,
    /** 1 if the fragments are late ones, see {@link BlockInput}. */
    LATE,
    /** The oldest generation that rows come from. */
    GENERATION_FIRST,
    /** The newest generation that rows come from. */
    GENERATION_LAST,
    /** Rows whose start was not given. */
    ROWS_WITHOUT_START,
    /** Earliest start of a row; greater than {@link #START_MAX} if none has one. */
    START_MIN,
    /** Latest start of a row. */
    START_MAX,
    /** Shortest duration of a row. */
    DURATION_MIN,
    /** Longest duration of a row. */
    DURATION_MAX,
    /** Least tick of a row. */
    TICK_MIN,
    /** Greatest tick of a row. */
    TICK_MAX,
    /** Earliest start of a trace, 0 counts. */
    TRACE_START_MIN,
    /** Latest start of a trace. */
    TRACE_START_MAX,
    /** Shortest duration of a trace. */
    TRACE_DURATION_MIN,
    /** Longest duration of a trace. */
    TRACE_DURATION_MAX,
    /** Fewest spans of a trace. */
    TRACE_SPANS_MIN,
    /** Most spans of a trace. */
    TRACE_SPANS_MAX,
    /** Fewest errors of a trace. */
    TRACE_ERRORS_MIN,
    /** Most errors of a trace. */
    TRACE_ERRORS_MAX,
    /** Fragments that continue an older one. */
    CONTINUING,
    /** Pages of the filter of plain texts, 0 if there are none. */
    FILTER_PAGES,
    /** Bytes of the values that have a chunk of their own. Absent in the first blocks, which counts as 0. */
    LARGE_BYTES,
    /** Pages that say where frames are, and one more; 0 if nobody looked for frames, as in older blocks. */
    FRAME_PAGES;

    /** How many of them the first blocks have. */
    static final int FIRST_COUNT = LARGE_BYTES.ordinal();
}
