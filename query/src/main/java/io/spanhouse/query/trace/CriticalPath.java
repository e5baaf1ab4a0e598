package io.spanhouse.query.trace;

import static io.spanhouse.query.trace.TraceTree.NONE;

import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongArrayList;

/**
 * What a span, or a whole trace, waited for: at each moment of it one span, whose shortening would have made it shorter.
 *
 * <p>Found from the end backwards. The last child to end was waited for; before it began, the last child to end until then;
 * between them the span worked by itself; and so within each of these children. A child that still ran when the next one on
 * the path began was not waited for then, so it is not on the path. Of a child only what lies within its parent counts, so that
 * clocks that differ make no time out of nothing.
 *
 * <p>Without a root the path is that of the whole trace, as if all spans without a parent were children of one; moments in
 * which none of them ran are {@link #gapNanos}. The stretches of a path and its gaps never overlap and fill all of it.
 *
 * <p>Costs O(n) beside one sort by end; each span is entered once at most. Immutable once made.
 */
public final class CriticalPath {
    private final int of;
    private final long from;
    private final long to;
    private final long[] critical;
    private final IntArrayList spans = new IntArrayList();
    private final LongArrayList starts = new LongArrayList();
    private final LongArrayList ends = new LongArrayList();
    private long gapNanos;

    private CriticalPath(TraceTree tree, int of) {
        this.of = of;
        this.critical = new long[tree.size()];
        this.from = of == NONE ? 0 : tree.from(of);
        this.to = of == NONE ? latest(tree) : tree.to(of);
        new Walk(tree).run();
    }

    /** The path of the trace's root, or of the whole trace where none has come. */
    public static CriticalPath of(TraceTree tree) {
        return new CriticalPath(tree, tree.root());
    }

    /** The path of one span and what is below it. */
    public static CriticalPath of(TraceTree tree, int place) {
        return new CriticalPath(tree, place);
    }

    private static long latest(TraceTree tree) {
        long latest = 0;
        for (int place = 0; place < tree.size(); place++) {
            if (tree.parent(place) == NONE) {
                latest = Math.max(latest, tree.to(place));
            }
        }
        return latest;
    }

    /** Whose path it is; {@link TraceTree#NONE} for the whole trace. */
    public int of() {
        return of;
    }

    /** Length of the path. */
    public long nanos() {
        return to - from;
    }

    /** How much of a whole trace's path no span fills. */
    public long gapNanos() {
        return gapNanos;
    }

    /** How much of the path a span fills by itself. */
    public long criticalNanos(int place) {
        return critical[place];
    }

    /** Number of stretches, each of one span. */
    public int stretches() {
        return spans.size();
    }

    /** The place of the span of a stretch; stretches are numbered by time. */
    public int span(int stretch) {
        return spans.get(spans.size() - 1 - stretch);
    }

    /** When a stretch begins, nanoseconds after the trace's start. */
    public long stretchFrom(int stretch) {
        return starts.get(spans.size() - 1 - stretch);
    }

    /** When a stretch ends. */
    public long stretchTo(int stretch) {
        return ends.get(spans.size() - 1 - stretch);
    }

    /** The way backwards. Stands at a moment, within a span; spans that were entered and not left are a stack. */
    private final class Walk {
        private final TraceTree tree;
        private final ChildrenByEnd children;
        private final IntArrayList open = new IntArrayList();
        /** Where each open span begins as far as it counts. */
        private final LongArrayList begins = new LongArrayList();
        /** Where each open span ends as far as it counts. */
        private final LongArrayList limits = new LongArrayList();

        private long now = to;

        Walk(TraceTree tree) {
            this.tree = tree;
            this.children = new ChildrenByEnd(tree);
        }

        void run() {
            enter(of, from);
            while (!open.isEmpty()) {
                int top = open.size() - 1;
                int span = open.get(top);
                long begin = begins.get(top);
                int child = lastEnded(span, begin, limits.get(top));
                if (child == NONE) {
                    fill(span, begin);
                    open.removeAt(top);
                    begins.removeAt(top);
                    limits.removeAt(top);
                } else {
                    fill(span, Math.min(now, tree.to(child)));
                    enter(child, Math.max(begin, tree.from(child)));
                }
            }
        }

        private void enter(int span, long begin) {
            open.add(span);
            begins.add(begin);
            limits.add(now);
        }

        /** The child that ended last until now, of those that ran at all within the span. */
        private int lastEnded(int span, long begin, long limit) {
            for (int child = children.next(span); child != NONE; child = children.next(span)) {
                long childTo = Math.min(tree.to(child), limit);
                if (childTo <= now && Math.max(tree.from(child), begin) < childTo) {
                    return child;
                }
            }
            return NONE;
        }

        /** From a moment until now it was the span itself. */
        private void fill(int span, long begin) {
            if (begin < now) {
                if (span == NONE) {
                    gapNanos += now - begin;
                } else {
                    critical[span] += now - begin;
                    spans.add(span);
                    starts.add(begin);
                    ends.add(now);
                }
                now = begin;
            }
        }
    }
}
