package io.spanhouse.deploy.load;

/** One new trace of a recorded shape. Everything that is fresh in it comes from its seed. Immutable. */
final class TraceInstance {
    private static final long ID_HIGH = -1;
    private static final long ID_LOW = -2;
    private static final long TEXTS = 1L << 32;
    private static final long TEXT_PARTS = 1L << 8;

    private final TraceShape shape;
    private final long seed;
    private final long startNanos;
    private final double stretch;
    private final SpanAddress linked;

    /** Which span of which trace. */
    record SpanAddress(long traceIdHigh, long traceIdLow, long spanId) {
        static final SpanAddress NOWHERE = new SpanAddress(1, 1, 1);
    }

    /**
     * A new trace.
     *
     * @param startNanos when it starts, nanoseconds since 1970
     * @param stretch how many times longer it takes than it did when it was recorded
     * @param linked where its links lead
     */
    TraceInstance(TraceShape shape, long seed, long startNanos, double stretch, SpanAddress linked) {
        this.shape = shape;
        this.seed = seed;
        this.startNanos = startNanos;
        this.stretch = stretch;
        this.linked = linked;
    }

    TraceShape shape() {
        return shape;
    }

    long idHigh() {
        return Randomness.at(seed, ID_HIGH);
    }

    /** Never 0, so that the whole id is not. */
    long idLow() {
        return Randomness.at(seed, ID_LOW) | 1;
    }

    /** Id of a span by its number in the shape; never 0. */
    long spanId(int number) {
        long id = Randomness.at(seed, number);
        return id == 0 ? 1 : id;
    }

    /** The time so many recorded nanoseconds after the start. */
    long time(long recordedNanos) {
        return startNanos + (long) (recordedNanos * stretch);
    }

    /** Random bits for a text that is the same wherever the trace has it. */
    long text(long number, int part) {
        return Randomness.at(seed, TEXTS + number * TEXT_PARTS + part);
    }

    SpanAddress linked() {
        return linked;
    }

    /** Where links of other traces to this one lead. */
    SpanAddress root() {
        return new SpanAddress(idHigh(), idLow(), spanId(shape.root()));
    }
}
