package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.filter.TraceProperty;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one trace's spans, numbered from 0 in any order, as {@link io.spanhouse.storage.filter.SpanSet.Related} defines
 * it. Costs O(n log n) from ids and O(n) from parents that are known; works without recursion, so depth is no limit.
 */
final class SpanTree {
    /** No parent: a root, an orphan, or where a circle is cut. */
    static final int NONE = -1;

    private static final int KIND_SERVER = 2;

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
    static SpanTree of(Spans spans) {
        int size = spans.ids.length;
        int[] sorted = sorted(spans);
        int[] parents = parents(spans, sorted);
        cutCircles(parents, spans);
        boolean[] roots = new boolean[size];
        for (int i = 0; i < size; i++) {
            roots[i] = spans.parentIds[i] == 0;
        }
        return new SpanTree(parents, roots, walk(parents, sorted));
    }

    /**
     * What trees are made of, an element a span.
     *
     * @param parentIds 0 for a root
     */
    record Spans(long[] ids, long[] parentIds, long[] starts, long[] ends, long[] kinds) {
        /** Whether one comes before another, by (start, span id, parent id, end). */
        private int compare(int one, int other) {
            int order = Long.compareUnsigned(starts[one], starts[other]);
            order = order == 0 ? Long.compareUnsigned(ids[one], ids[other]) : order;
            order = order == 0 ? Long.compareUnsigned(parentIds[one], parentIds[other]) : order;
            order = order == 0 ? Long.compareUnsigned(ends[one], ends[other]) : order;
            return order == 0 ? Integer.compare(one, other) : order;
        }
    }

    /** Numbers of the spans from first to last. */
    private static int[] sorted(Spans spans) {
        int[] sorted = new int[spans.ids.length];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = i;
        }
        int[] scratch = new int[sorted.length];
        for (int width = 1; width < sorted.length; width *= 2) {
            for (int start = 0; start < sorted.length; start += 2 * width) {
                int middle = Math.min(start + width, sorted.length);
                merge(spans, sorted, scratch, start, middle, Math.min(middle + width, sorted.length));
            }
            int[] kept = sorted;
            sorted = scratch;
            scratch = kept;
        }
        return sorted;
    }

    private static void merge(Spans spans, int[] from, int[] into, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = left < middle && (right >= end || spans.compare(from[left], from[right]) <= 0);
            into[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private static int[] parents(Spans spans, int[] sorted) {
        int size = sorted.length;
        LongIntHashMap first = new LongIntHashMap(size);
        LongIntHashMap server = new LongIntHashMap();
        int[] second = new int[size];
        Arrays.fill(second, NONE);
        for (int span : sorted) {
            int earlier = first.getOrDefault(spans.ids[span], NONE);
            if (earlier == NONE) {
                first.put(spans.ids[span], span);
            } else if (second[earlier] == NONE) {
                second[earlier] = span;
            }
            if (spans.kinds[span] == KIND_SERVER && !server.containsKey(spans.ids[span])) {
                server.put(spans.ids[span], span);
            }
        }
        int[] parents = new int[size];
        for (int span = 0; span < size; span++) {
            long id = spans.parentIds[span];
            int earliest = id == 0 ? NONE : first.getOrDefault(id, NONE);
            if (earliest != NONE && spans.ids[span] == id) {
                parents[span] = earliest == span ? second[span] : earliest;
            } else {
                parents[span] = earliest == NONE ? NONE : server.getOrDefault(id, earliest);
            }
        }
        return parents;
    }

    /** Takes its parent from the first span of each circle. */
    private static void cutCircles(int[] parents, Spans spans) {
        int[] seenBy = new int[parents.length];
        for (int start = 0; start < parents.length; start++) {
            int span = start;
            while (span != NONE && seenBy[span] == 0) {
                seenBy[span] = start + 1;
                span = parents[span];
            }
            if (span != NONE && seenBy[span] == start + 1) {
                int first = span;
                for (int other = parents[span]; other != span; other = parents[other]) {
                    first = spans.compare(other, first) < 0 ? other : first;
                }
                parents[first] = NONE;
            }
        }
    }

    /** The spans in tree order. */
    private static int[] walk(int[] parents, int[] sorted) {
        int size = parents.length;
        int[] firstChild = new int[size];
        int[] nextSibling = new int[size];
        Arrays.fill(firstChild, NONE);
        // From last to first, so that each list of children ends up in order.
        int firstTree = NONE;
        for (int i = size - 1; i >= 0; i--) {
            int span = sorted[i];
            int parent = parents[span];
            nextSibling[span] = parent == NONE ? firstTree : firstChild[parent];
            if (parent == NONE) {
                firstTree = span;
            } else {
                firstChild[parent] = span;
            }
        }
        int[] order = new int[size];
        int written = 0;
        int span = firstTree;
        while (span != NONE) {
            order[written++] = span;
            int next = firstChild[span];
            while (next == NONE && span != NONE) {
                next = nextSibling[span];
                span = parents[span];
            }
            span = next;
        }
        return order;
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
