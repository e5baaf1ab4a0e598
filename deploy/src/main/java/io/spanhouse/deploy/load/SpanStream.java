package io.spanhouse.deploy.load;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * The spans to send, batch by batch. Traces follow one another span by span, so that a trace is cut where a batch is full.
 * Late spans are held back for some batches; a batch begins with those that are due. Bounded: at most
 * {@link #LATE_BATCHES_MAX} batches are held. Not thread-safe.
 */
final class SpanStream {
    /** A late span is sent at most so many batches after the others of its trace. */
    static final int LATE_BATCHES_MAX = 400;

    private static final double STRETCH_MIN = 0.5;
    private static final double STRETCH_RANGE = 1.5;

    private final ShapeLibrary library;
    private final Shares shares;
    private final Randomness randomness;
    private final LongSupplier endNanos;
    private final PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparingLong(Held::dueBatch));
    private long batches;
    private TraceInstance trace;
    private int next;

    /**
     * How many spans and traces are special.
     *
     * @param late spans that are sent late
     * @param failing traces with an exception
     */
    record Shares(double late, double failing) {}

    private record Held(TraceInstance trace, int span, long dueBatch) {}

    /**
     * A stream.
     *
     * @param endNanos when the next trace ends, nanoseconds since 1970
     */
    SpanStream(ShapeLibrary library, Shares shares, long seed, LongSupplier endNanos) {
        this.library = library;
        this.shares = shares;
        this.randomness = new Randomness(seed);
        this.endNanos = endNanos;
        this.trace = begin(TraceInstance.SpanAddress.NOWHERE);
    }

    /** Fills an empty batch with the next spans. */
    void fill(PlannedBatch batch) {
        batches++;
        takeDue(batch, batches);
        while (!batch.isFull()) {
            if (next == trace.shape().spans().length) {
                trace = begin(trace.root());
                next = 0;
            }
            int span = next++;
            if (randomness.happens(shares.late)) {
                held.add(new Held(trace, span, batches + 1 + randomness.below(LATE_BATCHES_MAX)));
            } else {
                batch.add(trace, span);
            }
        }
    }

    /** Fills an empty batch with spans that are still held back; it stays empty when there are none. */
    void fillWithHeld(PlannedBatch batch) {
        takeDue(batch, Long.MAX_VALUE);
    }

    /** Spans that are held back. */
    int heldBack() {
        return held.size();
    }

    private void takeDue(PlannedBatch batch, long due) {
        Held first = held.peek();
        while (first != null && first.dueBatch <= due && !batch.isFull()) {
            batch.add(first.trace, first.span);
            held.remove();
            first = held.peek();
        }
    }

    private TraceInstance begin(TraceInstance.SpanAddress linked) {
        List<TraceShape> shapes = randomness.happens(shares.failing) ? library.failing() : library.sound();
        TraceShape shape = shapes.get(randomness.below(shapes.size()));
        double stretch = STRETCH_MIN + STRETCH_RANGE * randomness.unit();
        long startNanos = endNanos.getAsLong() - (long) (shape.durationNanos() * stretch);
        return new TraceInstance(shape, randomness.next(), startNanos, stretch, linked);
    }
}
