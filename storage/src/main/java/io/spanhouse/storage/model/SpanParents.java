package io.spanhouse.storage.model;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongIntHashMap;
import java.util.Arrays;

/**
 * Who is whose parent among the spans of one trace, numbered from 0 in any order: the one definition of a trace's tree.
 *
 * <p>The parent of a span is the span with its parent id. Where several have that id, it is the one of kind SERVER, of several
 * or none of these the earliest, by (start, parent id, end). A span that has its parent's id itself, as the server half of a
 * Zipkin call has, is a child of the earliest other span with the id. Where parents go round in a circle, the earliest span of
 * it, by (start, span id, parent id, end), has none. A span whose parent is not there is an orphan and no root: a root has no
 * parent id.
 *
 * <p>Costs O(n log n), O(n) where the spans come in order; works without recursion, so depth is no limit.
 *
 * @param parents number of each span's parent, or {@link #NONE}
 * @param order numbers of the spans in tree order: each after its parent, siblings and trees by (start, span id)
 * @param cuts where circles were cut
 */
public record SpanParents(int[] parents, int[] order, int[] cuts) {
    /** No parent: a root, an orphan, or where a circle is cut. */
    public static final int NONE = -1;

    private static final int KIND_SERVER = 2;

    /** The parents of some spans. */
    public static SpanParents of(Spans spans) {
        int[] sorted = sorted(spans);
        int[] parents = parents(spans, sorted);
        int[] cuts = cutCircles(parents, spans);
        return new SpanParents(parents, walk(parents, sorted), cuts);
    }

    /**
     * What trees are made of, an element a span.
     *
     * @param parentIds 0 for a root
     */
    public record Spans(long[] ids, long[] parentIds, long[] starts, long[] ends, long[] kinds) {
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
        if (inOrder(spans)) {
            return sorted;
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

    private static boolean inOrder(Spans spans) {
        for (int i = 1; i < spans.ids.length; i++) {
            if (spans.compare(i - 1, i) > 0) {
                return false;
            }
        }
        return true;
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

    /** Takes its parent from the first span of each circle, and says which these are. */
    private static int[] cutCircles(int[] parents, Spans spans) {
        int[] seenBy = new int[parents.length];
        IntArrayList cuts = new IntArrayList();
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
                cuts.add(first);
            }
        }
        return cuts.toArray();
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
}
