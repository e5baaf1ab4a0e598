package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.filter.Literal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of traces that lie in one row group whole, one trace after another: conditions are sets of rows already, trees
 * come from distances of parents, and values from columns, read when a first trace asks for them. Not thread-safe.
 */
final class BlockFacts implements SpanFacts {
    private final PreparedPredicate predicate;
    private final GroupScan scan;
    private final GroupTraces traces;
    private final RowSet[] conditions;
    private @Nullable ColumnSlots slots;
    private @Nullable SpanTree tree;
    private int fragment;
    private int from;
    private int spans;

    /**
     * Facts of a row group's traces.
     *
     * @param conditions which rows meet each condition of the predicate
     */
    BlockFacts(PreparedPredicate predicate, GroupScan scan, RowSet[] conditions) {
        this.predicate = predicate;
        this.scan = scan;
        this.traces = scan.traces();
        this.conditions = conditions;
    }

    /** Moves to a trace. */
    void read(int newFragment) {
        fragment = newFragment;
        from = traces.rowStart(fragment);
        spans = traces.rowEnds()[fragment] - from;
        tree = null;
    }

    @Override
    public int spans() {
        return spans;
    }

    @Override
    public boolean meets(int condition, int span) {
        return conditions[condition].has(from + span);
    }

    @Override
    public long count(int condition) {
        return conditions[condition].count(from, from + spans);
    }

    @Override
    public SpanTree tree() {
        SpanTree known = tree;
        if (known == null) {
            known = scan.trees().tree(fragment);
            tree = known;
        }
        return known;
    }

    @Override
    public List<Literal> values(int expression, int span) {
        ColumnSlots columns = slots;
        if (columns == null) {
            columns = new ColumnSlots(scan, predicate.slots(), RowSet.all(scan.rows()));
            slots = columns;
        }
        return predicate.expressions().get(expression).values(columns.at(from + span));
    }
}
