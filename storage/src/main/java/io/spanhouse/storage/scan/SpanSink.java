package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.SpanRows;

/** Takes the rows of one unit of work that meet a query's condition. Not thread-safe; each unit has one of its own. */
interface SpanSink {
    /** One row that matches. */
    void row(int row);

    /** The unit has ended: what was gathered is added to the query's. Called once, unless the unit failed. */
    void end();

    /** Makes the sink of a unit. */
    @FunctionalInterface
    interface Factory {
        /** A sink for rows of these. */
        SpanSink on(SpanRows rows);
    }
}
