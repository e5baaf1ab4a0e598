package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.model.SpanParents;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one trace's spans, numbered from 0 in any order, as {@link SpanParents} defines
 * it. Costs O(n log n) from ids and O(n) from parents that are known; works without recursion, so depth is no limit.
 */
final class SpanTree {
    /** No parent: a root, an orphan, or where a circle is cut. */
    static final int NONE = SpanParents.NONE;

    private final int[] parents;
    private final boolean[] roots;
    private final int[] order;
    private long @Nullable [] lefts;
    private long @Nullable [] rights;

    private SpanTree(int[] parents, boolean[] roots, int[] order) {
        this.parents = parents;
        this.roots = roots;
        this.order = order;
    }

    /**
     * A tree of spans that already lie in its order, each after its parent, siblings and trees by (start, span id).
     *
     * @param parents number of each span's parent, or {@link #NONE}
     * @param roots which spans have no parent id
     */
    static SpanTree ordered(int[] parents, boolean[] roots) {
        int[] order = new int[parents.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return new SpanTree(parents, roots, order);
    }

    /** A tree of spans in any order. */
    static SpanTree of(SpanParents.Spans spans) {
        SpanParents found = SpanParents.of(spans);
        boolean[] roots = new boolean[found.parents().length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = spans.parentIds()[i] == 0;
        }
        return new SpanTree(found.parents(), roots, found.order());
    }

    int size() {
        return parents.length;
    }

    /** The number of a span's parent, or {@link #NONE}. */
    int parent(int span) {
        return parents[span];
    }

    /** The span at a place of an order in which each comes after its parent. */
    int inOrder(int place) {
        return order[place];
    }

    /** A span's number in the tree. */
    long number(TraceProperty property, int span) {
        if (property == TraceProperty.CHILD_COUNT) {
            return childCounts()[span];
        }
        nest();
        if (property == TraceProperty.NESTED_SET_LEFT) {
            return left(span);
        }
        if (property == TraceProperty.NESTED_SET_RIGHT) {
            return rights == null ? 0 : rights[span];
        }
        boolean connected = left(span) != 0;
        return parents[span] != NONE ? left(parents[span]) : connected ? -1 : 0;
    }

    private long left(int span) {
        return lefts == null ? 0 : lefts[span];
    }

    private int @Nullable [] children;

    private int[] childCounts() {
        int[] known = children;
        if (known == null) {
            known = new int[parents.length];
            for (int parent : parents) {
                if (parent != NONE) {
                    known[parent]++;
                }
            }
            children = known;
        }
        return known;
    }

    /** Numbers the spans that are connected to a root. */
    private void nest() {
        if (lefts != null) {
            return;
        }
        long[] left = new long[parents.length];
        long[] right = new long[parents.length];
        long count = 0;
        int open = NONE;
        for (int span : order) {
            while (open != NONE && open != parents[span]) {
                right[open] = ++count;
                open = parents[open];
            }
            boolean connected = parents[span] == NONE ? roots[span] : left[parents[span]] != 0;
            if (connected) {
                left[span] = ++count;
                open = span;
            }
        }
        for (; open != NONE; open = parents[open]) {
            right[open] = ++count;
        }
        lefts = left;
        rights = right;
    }
}
