package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.SpanRows;

/** What is gathered of spans that were picked by what their traces are like. Any number of threads. */
interface TraceSpanGathering {
    /**
     * Takes rows of a row group by its columns; their traces lie there whole.
     *
     * @param memo what is known of the block from other row groups
     * @param rows which rows, at least one
     */
    void gather(GroupScan scan, BlockMemo memo, RowSet rows);

    /** Takes rows of traces that were put together; each unit has a sink of its own. */
    Sink picked();

    /** Takes the rows of one unit of work, one by one. Not thread-safe. */
    interface Sink {
        /**
         * One row.
         *
         * @param trace what it has by its trace
         * @param span its number in the trace
         */
        void row(SpanRows rows, int row, TraceFacts trace, int span);

        /** The unit has ended. Called once, unless the unit failed. */
        void end();
    }
}
