package io.spanhouse.deploy.load;

import io.spanhouse.storage.model.TraceId;

/** One new trace of a recorded shape. Everything that is fresh in it comes from its seed. Immutable. */
public final class TraceInstance {
    private static final long ID_HIGH = -1;
    private static final long ID_LOW = -2;
    private static final long TEXTS = 1L << 32;
    private static final long TEXT_PARTS = 1L << 8;

    private final TraceShape shape;
    private final long seed;
    private final long startNanos;
    private final double stretch;
    private final TraceSeries.Link link;

    /** Which span of which trace. */
    record SpanAddress(long traceIdHigh, long traceIdLow, long spanId) {
        static final SpanAddress NOWHERE = new SpanAddress(1, 1, 1);
    }

    /**
     * A new trace.
     *
     * @param startNanos when it starts, nanoseconds since 1970
     * @param stretch how many times longer it takes than it did when it was recorded
     * @param link where its links lead
     */
    TraceInstance(TraceShape shape, long seed, long startNanos, double stretch, TraceSeries.Link link) {
        this.shape = shape;
        this.seed = seed;
        this.startNanos = startNanos;
        this.stretch = stretch;
        this.link = link;
    }

    TraceShape shape() {
        return shape;
    }

    /** Which of the shapes of its series it has. */
    public int shapeNumber() {
        return shape.number();
    }

    /** How many spans it has. */
    public int spans() {
        return shape.spans().length;
    }

    /** Its id. */
    public TraceId id() {
        return new TraceId(idHigh(), idLow());
    }

    /** Its earliest span's start, nanoseconds since 1970. */
    public long startNanos() {
        return time(0);
    }

    long idHigh() {
        return idHigh(seed);
    }

    long idLow() {
        return idLow(seed);
    }

    /** Id of a span by its number in the shape; never 0. */
    long spanId(int number) {
        return spanId(seed, number);
    }

    private static long idHigh(long seed) {
        return Randomness.at(seed, ID_HIGH);
    }

    /** Never 0, so that the whole id is not. */
    private static long idLow(long seed) {
        return Randomness.at(seed, ID_LOW) | 1;
    }

    private static long spanId(long seed, int number) {
        long id = Randomness.at(seed, number);
        return id == 0 ? 1 : id;
    }

    /** The time so many recorded nanoseconds after the start. */
    public long time(long recordedNanos) {
        return startNanos + (long) (recordedNanos * stretch);
    }

    /** Random bits for a text that is the same wherever the trace has it. */
    long text(long number, int part) {
        return Randomness.at(seed, TEXTS + number * TEXT_PARTS + part);
    }

    SpanAddress linked() {
        return link.address();
    }

    /** The root of a trace, where links of others to it lead. */
    static SpanAddress root(TraceShape shape, long seed) {
        return new SpanAddress(idHigh(seed), idLow(seed), spanId(seed, shape.root()));
    }
}
