package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.model.SpanRows;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures rows of traces that were put together, {@link CollectedRows#ROWS_MAX} at once. Not thread-safe. */
final class PickedRows implements TraceSpanGathering.Sink {
    /** In place of a step: each row has its own. */
    private static final int EACH_STEP = -1;

    private final AggregateRequest request;
    private final TablePool tables;
    private final Supplier<CollectedRows> empty;
    private @Nullable CollectedRows collected;

    /**
     * A sink.
     *
     * @param empty makes rows as the request wants them; most units need none
     */
    PickedRows(AggregateRequest request, TablePool tables, Supplier<CollectedRows> empty) {
        this.request = request;
        this.tables = tables;
        this.empty = empty;
    }

    @Override
    public void row(SpanRows rows, int row, TraceFacts trace, int span) {
        CollectedRows into = collected;
        if (into == null) {
            into = empty.get();
            collected = into;
        }
        if (into.isFull()) {
            measure(into);
        }
        into.add(rows, row, trace, span);
    }

    private void measure(CollectedRows rows) {
        AggregateTable table = tables.take();
        try {
            table.read(rows);
            table.add(rows, RowSet.all(rows.count()), rows.values(), request.steps(), EACH_STEP);
        } finally {
            tables.give(table);
        }
        rows.clear();
    }

    @Override
    public void end() {
        CollectedRows rows = collected;
        if (rows != null && rows.count() > 0) {
            measure(rows);
        }
    }
}
