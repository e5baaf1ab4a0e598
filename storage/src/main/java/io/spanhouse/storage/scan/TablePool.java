package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The tables of one query: as many as threads fill at once, lent to one unit after the other. Any number of threads. */
final class TablePool {
    private final int width;
    private final MeasureSet measures;
    private final ConcurrentLinkedQueue<AggregateTable> spares = new ConcurrentLinkedQueue<>();

    /** Tables of keys of so many numbers. */
    TablePool(int width, MeasureSet measures) {
        this.width = width;
        this.measures = measures;
    }

    /** A table that nobody else fills until it is given back. */
    AggregateTable take() {
        AggregateTable spare = spares.poll();
        return spare == null ? newTable() : spare;
    }

    /** A table that is none of the query's. */
    AggregateTable newTable() {
        return new AggregateTable(width, measures);
    }

    void give(AggregateTable table) {
        spares.add(table);
    }

    /** All tables added up, once the scan has ended. What goes over a limit then is noted and left out. */
    AggregateTable addedUp(Coverage coverage) {
        measures.memory().endScan();
        AggregateTable all = take();
        try {
            AggregateTable more = spares.poll();
            while (more != null) {
                all.addAll(more);
                more = spares.poll();
            }
        } catch (StoreException e) {
            if (e.kind() != FailureKind.TOO_LARGE) {
                throw e;
            }
            coverage.miss(Completeness.Reason.LIMIT, String.valueOf(e.getMessage()));
        }
        return all;
    }
}
