package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.model.SpanRows;
import java.util.IdentityHashMap;

/**
 * Binds a predicate to rows. A generation of the head is bound once, since one after another of its traces is asked for;
 * decoded rows are of one trace. One a unit of work; not thread-safe.
 */
final class RowBinder {
    private final PreparedPredicate predicate;
    private final Visibility visibility;
    private final long tickMax;
    private final IdentityHashMap<SpanRows, BoundRows> generations = new IdentityHashMap<>();

    RowBinder(PreparedPredicate predicate, Visibility visibility, long tickMax) {
        this.predicate = predicate;
        this.visibility = visibility;
        this.tickMax = tickMax;
    }

    PreparedPredicate predicate() {
        return predicate;
    }

    BoundRows bind(SpanRows rows) {
        if (rows instanceof Generation) {
            return generations.computeIfAbsent(rows, this::bound);
        }
        return bound(rows);
    }

    private BoundRows bound(SpanRows rows) {
        return new BoundRows(rows, predicate, visibility, tickMax);
    }
}
