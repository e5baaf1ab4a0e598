package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanRows;
import java.util.List;

/**
 * A predicate bound to the rows of one {@link SpanRows}: its conditions and expressions, and which rows may be seen. What it
 * finds out about codes serves all traces that have rows there. Not thread-safe.
 */
final class BoundRows {
    private final SpanRows rows;
    private final PreparedPredicate predicate;
    private final RowContext context = new RowContext();
    private final VisibleResources visible;
    private final SpanConditionEvaluator[] conditions;
    private final RowSlots slots;

    BoundRows(SpanRows rows, PreparedPredicate predicate, Visibility visibility, long tickMax) {
        this.rows = rows;
        this.predicate = predicate;
        this.visible = new VisibleResources(rows, visibility, tickMax);
        this.conditions = new SpanConditionEvaluator[predicate.conditions().size()];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] =
                    new SpanConditionEvaluator(rows, predicate.conditions().get(i), context);
        }
        this.slots = new RowSlots(rows, predicate.slots(), context);
    }

    SpanRows rows() {
        return rows;
    }

    /** Whether a row may be seen. */
    boolean sees(int row) {
        return visible.sees(row);
    }

    /** Moves to a span of a trace. */
    void at(TraceFacts trace, int span) {
        context.trace(trace);
        context.span(span);
    }

    /** Whether a row meets a condition. */
    boolean meets(int condition, int row) {
        return conditions[condition].test(row);
    }

    /** The values of an expression on a row. */
    List<Literal> values(int expression, int row) {
        return List.copyOf(predicate.expressions().get(expression).values(slots.at(row)));
    }
}
