package io.spanhouse.deploy.load;

import io.spanhouse.deploy.load.TraceInstance.SpanAddress;
import java.util.List;

/**
 * Traces without end, each a function of the seed and its number alone: trace 1,000,000 can be made without those before
 * it, so whoever knows the seed knows what was sent and need not keep it. Costs some ten nanoseconds a trace. Immutable but
 * for {@link #request}, which is not thread-safe.
 */
public final class TraceSeries {
    /** No trace takes longer than the recorded one did, times this. */
    public static final int STRETCH_MAX = 2;

    private static final double STRETCH_MIN = 0.5;

    private final ShapeLibrary library = ShapeLibrary.recorded();
    private final LoadOptions.Series options;
    private final PlannedBatch batch;

    /** The series that some options describe. */
    public TraceSeries(LoadOptions.Series options) {
        this.options = options;
        int spansMax = 0;
        for (int shape = 0; shape < shapes(); shape++) {
            spansMax = Math.max(spansMax, shape(shape).spans().length);
        }
        this.batch = new PlannedBatch(library.groups(), spansMax);
    }

    /** How many shapes its traces have; each is as likely as the others of its half, sound or failing. */
    public int shapes() {
        return library.sound().size() + library.failing().size();
    }

    /** Spans of each trace of a shape. */
    public int spans(int shape) {
        return shape(shape).spans().length;
    }

    /** A trace that starts at time 0 and takes as long as the recorded one did, to learn what its shape is like. */
    public TraceInstance sample(int shape, long seed) {
        return new TraceInstance(shape(shape), seed, 0, 1, new Link(0));
    }

    /** A trace by its number, from 0. */
    public TraceInstance trace(long number) {
        Randomness draws = draws(number);
        TraceShape shape = shape(draws);
        long seed = draws.next();
        double stretch = STRETCH_MIN + (STRETCH_MAX - STRETCH_MIN) * draws.unit();
        long endNanos = options.times().endNanos(number, draws);
        return new TraceInstance(
                shape, seed, endNanos - (long) (shape.durationNanos() * stretch), stretch, new Link(number));
    }

    /** The request that has the spans of one trace and no others. */
    public byte[] request(TraceInstance trace) {
        batch.clear(trace.spans());
        for (int span = 0; span < trace.spans(); span++) {
            batch.add(trace, span);
        }
        return batch.encode();
    }

    ShapeLibrary library() {
        return library;
    }

    private Randomness draws(long number) {
        return new Randomness(Randomness.at(options.seed(), number));
    }

    private TraceShape shape(Randomness draws) {
        List<TraceShape> shapes = draws.happens(options.failing()) ? library.failing() : library.sound();
        return shapes.get(draws.below(shapes.size()));
    }

    private TraceShape shape(int number) {
        int sound = library.sound().size();
        return number < sound ? library.sound().get(number) : library.failing().get(number - sound);
    }

    /** Where the links of a trace lead: to the root of the trace before it. Made when it is asked for, as few ask. */
    final class Link {
        private final long number;

        private Link(long number) {
            this.number = number;
        }

        SpanAddress address() {
            if (number == 0) {
                return SpanAddress.NOWHERE;
            }
            Randomness draws = draws(number - 1);
            TraceShape shape = shape(draws);
            return TraceInstance.root(shape, draws.next());
        }
    }
}
