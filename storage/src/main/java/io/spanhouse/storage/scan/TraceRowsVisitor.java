package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.SpanRows;

/** Takes rows of one trace, some at a time. */
interface TraceRowsVisitor {
    /** Rows of a call where there is no reason for more. */
    int ROWS_FIRST = 256;

    /** Most rows of one call. */
    int ROWS_MAX = 8_192;

    /**
     * Some rows.
     *
     * @param rows what holds them
     * @param list numbers of rows; to be read, not kept
     * @param count how many of them count
     * @return whether more are wanted
     */
    boolean rows(SpanRows rows, int[] list, int count);
}
