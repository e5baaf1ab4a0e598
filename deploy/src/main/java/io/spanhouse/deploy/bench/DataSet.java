package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.TraceInstance;
import io.spanhouse.deploy.load.TraceSeries;
import io.spanhouse.deploy.load.TraceTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What was sent, known by its seed alone: any trace of it is made again when it is asked for, so that right answers can be
 * computed for any number of spans in a few megabytes. One pass over all traces costs some 20 ns a trace.
 *
 * <p>Traces end one after the other, evenly over {@link #SPAN_NANOS} before the data set is begun; those that are sent after
 * it (while questions are asked) follow closely. All lie within the hour before they are received: what is older than that
 * is late to the server, and no system's usual traffic is.
 *
 * <p>Not thread-safe.
 */
final class DataSet {
    /** Time over which the traces of the data set end. */
    static final long SPAN_NANOS = 50 * 60_000_000_000L;

    /** Before the data set is begun, so that no trace ends in the future. */
    private static final long BEFORE_NANOS = 55 * 60_000_000_000L;

    private static final long LATER_STEP_NANOS = 10_000;
    private static final double FAILING = 0.01;

    private final Identity identity;
    private final TraceTimes.Line times;
    private final TraceSeries series;
    private final List<ShapeFacts> shapes = new ArrayList<>();
    private final long durationNanosMax;

    /**
     * What the traces are functions of.
     *
     * @param seed of everything
     * @param firstNanos when the first trace ends
     * @param traces of the data set
     */
    record Identity(long seed, long firstNanos, long traces) {}

    /** A data set that may be sent already. */
    DataSet(Identity identity) {
        this.identity = identity;
        this.times = new TraceTimes.Line(
                identity.firstNanos, SPAN_NANOS / identity.traces, identity.traces, LATER_STEP_NANOS);
        this.series = new TraceSeries(options(0));
        long longest = 0;
        for (int shape = 0; shape < series.shapes(); shape++) {
            ShapeFacts facts = ShapeFacts.of(series, shape);
            shapes.add(facts);
            longest = Math.max(longest, series.sample(shape, 0).time(facts.endNanos()));
        }
        this.durationNanosMax = TraceSeries.STRETCH_MAX * longest;
    }

    /** A new data set: as many whole traces as have at least so many spans. */
    static DataSet ofSpans(long seed, long spans, long nowNanos) {
        // How many spans a trace has does not depend on times.
        DataSet measured = new DataSet(new Identity(seed, 0, 1));
        return new DataSet(new Identity(seed, nowNanos - BEFORE_NANOS, measured.tracesWith(0, spans)));
    }

    Identity identity() {
        return identity;
    }

    /** The series from a trace on, to send it. */
    LoadOptions.Series options(long firstTrace) {
        return new LoadOptions.Series(identity.seed, FAILING, times, firstTrace);
    }

    /** How many whole traces, from one on, have at least so many spans together. */
    long tracesWith(long firstTrace, long spans) {
        long counted = 0;
        long number = firstTrace;
        while (counted < spans) {
            counted += series.trace(number++).spans();
        }
        return number - firstTrace;
    }

    /** Spans of some traces. */
    long spans(long firstTrace, long traces) {
        long spans = 0;
        for (long number = firstTrace; number < firstTrace + traces; number++) {
            spans += series.trace(number).spans();
        }
        return spans;
    }

    TraceInstance trace(long number) {
        return series.trace(number);
    }

    /** The request that has all spans of a trace and no others. */
    byte[] request(TraceInstance trace) {
        return series.request(trace);
    }

    ShapeFacts facts(TraceInstance trace) {
        return shapes.get(trace.shapeNumber());
    }

    List<ShapeFacts> shapes() {
        return shapes;
    }

    /** The time that the traces of the data set end in. */
    TimeRange time() {
        return new TimeRange(times.endNanos(0), times.endNanos(identity.traces));
    }

    /** When a trace ends; it starts no later, and traces are in the order of their ends. */
    long endNanos(long number) {
        return times.endNanos(number);
    }

    /** Is shown spans, one by one. */
    interface SpanVisitor {
        /**
         * A span.
         *
         * @param shape of its trace
         * @param number of the span in the shape
         */
        void span(int shape, int number, long startNanos, long durationNanos);
    }

    /** Shows every span of the first so many traces whose start lies in some time. */
    void visit(TimeRange window, long traces, SpanVisitor visitor) {
        long end = firstStartingFrom(window.toNanos(), traces);
        for (long number = firstEndingFrom(window.fromNanos(), traces); number < end; number++) {
            TraceInstance trace = trace(number);
            ShapeFacts facts = facts(trace);
            for (int i = 0; i < trace.spans(); i++) {
                long startNanos = trace.time(facts.startNanos(i));
                if (window.has(startNanos)) {
                    visitor.span(trace.shapeNumber(), i, startNanos, trace.time(facts.endNanos(i)) - startNanos);
                }
            }
        }
    }

    /** What each span of each shape belongs to, by numbers of shape and span. */
    <T> List<List<T>> ofSpans(Function<ShapeFacts.SpanFacts, T> belonging) {
        List<List<T>> ofShapes = new ArrayList<>();
        for (ShapeFacts shape : shapes) {
            List<T> ofSpans = new ArrayList<>();
            shape.spans().forEach(span -> ofSpans.add(belonging.apply(span)));
            ofShapes.add(ofSpans);
        }
        return ofShapes;
    }

    /** The first trace, of so many, that may have a span that ends at or after a time. */
    long firstEndingFrom(long nanos, long traces) {
        long low = 0;
        long high = traces;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (times.endNanos(middle) < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first trace, of so many, that cannot have a span that starts before a time. */
    long firstStartingFrom(long nanos, long traces) {
        return nanos > Long.MAX_VALUE - durationNanosMax ? traces : firstEndingFrom(nanos + durationNanosMax, traces);
    }
}
