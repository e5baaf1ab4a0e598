package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.SpanRows;

/** What is gathered of the spans that meet a condition, unit by unit. Any number of threads. */
interface SpanGathering {
    /** Takes rows of the head, one by one; each unit has a sink of its own. */
    SpanSink on(SpanRows rows);

    /**
     * Takes rows of a row group by its columns.
     *
     * @param memo what is known of the block from other row groups
     * @param rows which rows, at least one
     */
    void gather(GroupScan scan, BlockMemo memo, RowSet rows);

    /**
     * Takes all rows of some operations of a row group, if what was stored about operations is enough.
     *
     * @param memo what is known of the block from other row groups
     * @param operations known of every row whether it is taken
     * @return false if it is not: then they are to be gathered
     */
    default boolean gatherOperations(GroupScan scan, BlockMemo memo, DecidedOperations operations) {
        return false;
    }
}
