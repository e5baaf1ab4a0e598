package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;

/**
 * What measures want of the rows of one unit of work, column by column. A column is read when it is first asked for, and
 * then kept; the arrays belong to this and nobody changes them. Not thread-safe.
 */
interface MeasuredRows {
    /** Starts, unsigned. */
    long[] starts();

    /** Durations, at least 0. */
    long[] durations();

    /** The rows with status error. */
    RowSet failed();

    /** The rows that meet a condition. */
    RowSet meeting(PreparedCondition condition);

    /** The numbers of an operand. */
    NumberColumn numbers(Operand operand);

    /** Span ids. */
    long[] spanIds();

    /** Makes the trace ids ready, so that damage shows before anything is counted. */
    void readTraceIds();

    /** First half of a row's trace id. */
    long traceIdHigh(int row);

    /** Second half of a row's trace id. */
    long traceIdLow(int row);
}
