package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.LongColumn;
import io.spanhouse.storage.model.SpanParents;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one trace put together from rows, of all its fragments: what the head has, and what lies in more than one
 * place. Its visible spans are numbered as the fragments show them. Rows are gone over once for the tree, if it is asked
 * for, and once for conditions and values; of them only bits and values are kept, about 50 bytes a span, so that a large
 * trace is never decoded whole. Not thread-safe.
 */
final class AssembledTrace implements SpanFacts {
    /** Most spans of a trace that is put together. */
    static final int SPANS_MAX = SpanSort.SPANS_MAX;

    private final List<Fragment> fragments;
    private final RowBinder binder;
    private final TraceFacts facts;
    private final QueryControl control;
    private final long[][] met;
    private final List<List<List<Literal>>> values = new ArrayList<>();
    private @Nullable SpanTree tree;
    private int spans;

    private AssembledTrace(List<Fragment> fragments, RowBinder binder, TraceFacts facts, QueryControl control) {
        this.fragments = fragments;
        this.binder = binder;
        this.facts = facts;
        this.control = control;
        this.met = new long[binder.predicate().conditions().size()][];
    }

    /**
     * Puts a trace together.
     *
     * @param facts of the whole trace; its tree is added
     * @throws StoreException TOO_LARGE if it has too many spans, CANCELLED if the query's budget is used up, or damage
     */
    static AssembledTrace of(List<Fragment> fragments, RowBinder binder, TraceFacts facts, QueryControl control) {
        AssembledTrace trace = new AssembledTrace(fragments, binder, facts, control);
        trace.assemble();
        return trace;
    }

    /** Takes a visible row. */
    interface RowUse {
        void row(BoundRows rows, int row, int span);
    }

    /** Goes over the trace's visible rows, by the numbers of their spans. */
    void each(RowUse use) {
        int[] span = new int[1];
        for (Fragment fragment : fragments) {
            fragment.visit((rows, list, count) -> {
                control.check();
                BoundRows bound = binder.bind(rows);
                for (int i = 0; i < count; i++) {
                    if (bound.sees(list[i])) {
                        use.row(bound, list[i], span[0]++);
                    }
                }
                control.read(0, count);
                return true;
            });
        }
        spans = span[0];
    }

    private void assemble() {
        if (binder.predicate().usesTree()) {
            readTree();
        }
        long[][] bits = new long[met.length][1];
        for (int i = 0; i < binder.predicate().setExpressions(); i++) {
            values.add(new ArrayList<>());
        }
        each((rows, row, span) -> take(rows, row, span, bits));
        System.arraycopy(bits, 0, met, 0, met.length);
    }

    private void take(BoundRows rows, int row, int span, long[][] bits) {
        requireSpans(span);
        rows.at(facts, span);
        for (int i = 0; i < bits.length; i++) {
            if (span >>> 6 >= bits[i].length) {
                bits[i] = Arrays.copyOf(bits[i], bits[i].length * 2);
            }
            if (rows.meets(i, row)) {
                RowSet.set(bits[i], span);
            }
        }
        for (int i = 0; i < values.size(); i++) {
            values.get(i).add(rows.values(i, row));
        }
    }

    private static void requireSpans(int span) {
        if (span >= SPANS_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "a trace has more than " + SPANS_MAX + " spans and cannot be put together");
        }
    }

    private void readTree() {
        LongColumn ids = new LongColumn(16);
        LongColumn parentIds = new LongColumn(16);
        LongColumn starts = new LongColumn(16);
        LongColumn ends = new LongColumn(16);
        LongColumn kinds = new LongColumn(16);
        each((bound, row, span) -> {
            requireSpans(span);
            SpanRows rows = bound.rows();
            ids.add(rows.spanId(row));
            parentIds.add(rows.parentSpanId(row));
            starts.add(rows.startNanos(row));
            ends.add(rows.endNanos(row));
            kinds.add(rows.kind(row));
        });
        SpanTree known = SpanTree.of(new SpanParents.Spans(
                numbers(ids), numbers(parentIds), numbers(starts), numbers(ends), numbers(kinds)));
        tree = known;
        facts.tree(known);
    }

    private static long[] numbers(LongColumn column) {
        return Arrays.copyOf(column.array(), column.size());
    }

    @Override
    public int spans() {
        return spans;
    }

    @Override
    public boolean meets(int condition, int span) {
        return SpanBits.has(met[condition], span);
    }

    @Override
    public long count(int condition) {
        return SpanBits.count(met[condition]);
    }

    @Override
    public SpanTree tree() {
        SpanTree known = tree;
        if (known == null) {
            throw new IllegalStateException("the predicate does not use the tree");
        }
        return known;
    }

    @Override
    public List<Literal> values(int expression, int span) {
        return values.get(expression).get(span);
    }
}
