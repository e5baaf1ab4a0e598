package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.SpanParents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a trace of several fragments whose row groups were asked by columns: conditions and tree, without a row being
 * decoded. For predicates without expressions. Not thread-safe.
 */
final class ColumnTrace implements SpanFacts {
    private final long[][] met;
    private final SpanParents.Spans spans;
    private @Nullable SpanTree tree;

    private ColumnTrace(int conditions, int size) {
        met = new long[conditions][RowSet.words(size).length];
        spans = new SpanParents.Spans(new long[size], new long[size], new long[size], new long[size], new long[size]);
    }

    /**
     * A trace of these fragments, none of whose rows is hidden.
     *
     * @param kept what is known of the row group of each
     */
    static ColumnTrace of(List<BlockFragment> fragments, List<MetRows.Kept> kept) {
        int size = 0;
        for (BlockFragment fragment : fragments) {
            size += fragment.rowEnd() - fragment.rowStart();
        }
        ColumnTrace trace = new ColumnTrace(kept.get(0).conditions().length, size);
        int at = 0;
        for (int i = 0; i < fragments.size(); i++) {
            at = trace.add(fragments.get(i), kept.get(i), at);
        }
        return trace;
    }

    private int add(BlockFragment fragment, MetRows.Kept kept, int at) {
        int from = fragment.rowStart();
        int count = fragment.rowEnd() - from;
        for (int condition = 0; condition < met.length; condition++) {
            RowSet rows = kept.conditions()[condition];
            for (int row = rows.next(from); row < from + count; row = rows.next(row + 1)) {
                RowSet.set(met[condition], at + row - from);
            }
        }
        SpanParents.Spans group = kept.spans();
        if (group != null) {
            System.arraycopy(group.ids(), from, spans.ids(), at, count);
            System.arraycopy(group.parentIds(), from, spans.parentIds(), at, count);
            System.arraycopy(group.starts(), from, spans.starts(), at, count);
            System.arraycopy(group.ends(), from, spans.ends(), at, count);
            System.arraycopy(group.kinds(), from, spans.kinds(), at, count);
        }
        return at + count;
    }

    @Override
    public int spans() {
        return spans.ids().length;
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
            known = SpanTree.of(spans);
            tree = known;
        }
        return known;
    }

    @Override
    public List<Literal> values(int expression, int span) {
        throw new IllegalStateException("a predicate with expressions is decided by rows");
    }
}
