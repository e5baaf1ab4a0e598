package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.TraceInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A list of traces that have a span that meets a test, and how it is found in what was sent: by looking at one trace after
 * the other, latest first, with no index of any kind.
 *
 * @param test that a span must meet
 * @param ancestor null, or what a span further up the tree than that must meet
 * @param window that the trace's start lies in
 * @param order what is listed first
 * @param limit most traces
 * @param withTotal whether the number of all traces is asked for, too
 */
record PageQuery(
        SpanTest test, @Nullable SpanTest ancestor, TimeRange window, Order order, int limit, boolean withTotal) {
    /** What comes first. */
    enum Order {
        NEWEST,
        SLOWEST
    }

    /** The first traces, in order, and the number of all; -1 if it was not asked for. */
    record Page(List<TraceFound> traces, long total) {}

    /** The right page of the first so many traces. */
    Page find(DataSet data, long traces) {
        PriorityQueue<TraceFound> held = new PriorityQueue<>(TraceFound.ORDER.reversed());
        Matcher matcher = new Matcher(data, this);
        long total = 0;
        long last = data.firstStartingFrom(window.toNanos(), traces);
        for (long number = Math.min(traces, last) - 1; number >= 0; number--) {
            long endNanos = data.endNanos(number);
            // No earlier trace starts later than this one ends.
            boolean full = order == Order.NEWEST
                    && held.size() == limit
                    && endNanos < held.element().key();
            if (endNanos < window.fromNanos() || full && !withTotal) {
                break;
            }
            TraceInstance trace = data.trace(number);
            if (matcher.meets(trace)) {
                total++;
                held.add(new TraceFound(key(data, trace), trace));
                if (held.size() > limit) {
                    held.remove();
                }
            }
        }
        List<TraceFound> page = new ArrayList<>(held);
        page.sort(TraceFound.ORDER);
        return new Page(page, withTotal ? total : -1);
    }

    private long key(DataSet data, TraceInstance trace) {
        long startNanos = trace.startNanos();
        return order == Order.NEWEST ? startNanos : trace.time(data.facts(trace).endNanos()) - startNanos;
    }

    /** Decides trace by trace; what does not differ from trace to trace is decided once a shape. */
    static final class Matcher {
        private final PageQuery query;
        private final List<List<ShapeFacts.SpanFacts>> candidates = new ArrayList<>();

        Matcher(DataSet data, PageQuery query) {
            this.query = query;
            for (ShapeFacts shape : data.shapes()) {
                candidates.add(shape.spans().stream()
                        .filter(span -> query.test.meetsFixedPart(span) && isBelow(shape, span))
                        .toList());
            }
        }

        private boolean isBelow(ShapeFacts shape, ShapeFacts.SpanFacts span) {
            if (query.ancestor == null) {
                return true;
            }
            // A tree is no deeper than it has spans.
            int above = span.parent();
            for (int steps = 0; above >= 0 && steps < shape.spans().size(); steps++) {
                if (query.ancestor.meetsFixedPart(shape.spans().get(above))) {
                    return true;
                }
                above = shape.spans().get(above).parent();
            }
            return false;
        }

        boolean meets(TraceInstance trace) {
            if (!query.window.has(trace.startNanos())) {
                return false;
            }
            for (ShapeFacts.SpanFacts span : candidates.get(trace.shapeNumber())) {
                if (query.test.meets(span, trace)) {
                    return true;
                }
            }
            return false;
        }
    }
}
