package io.spanhouse.storage.scan;

/** Takes the rows of one unit of work that meet a query's condition. Not thread-safe; each unit has one of its own. */
interface SpanSink {
    /** One row that matches. */
    void row(int row);

    /** The unit has ended: what was gathered is added to the query's. Called once, unless the unit failed. */
    void end();
}
