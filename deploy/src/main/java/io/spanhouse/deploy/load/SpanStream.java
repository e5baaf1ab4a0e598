package io.spanhouse.deploy.load;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The spans to send, batch by batch. Traces follow one another span by span, so that a trace is cut where a batch is full.
 * Late spans are held back for some batches; a batch begins with those that are due. Bounded: at most
 * {@link #LATE_BATCHES_MAX} batches are held. Not thread-safe.
 */
final class SpanStream {
    /** A late span is sent at most so many batches after the others of its trace. */
    static final int LATE_BATCHES_MAX = 400;

    private final TraceSeries series;
    private final double late;
    private final Randomness choices;
    private final PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparingLong(Held::dueBatch));
    private final long spansMax;
    private long batches;
    private long drawn;
    private long number;
    private TraceInstance trace;
    private int next;

    private record Held(TraceInstance trace, int span, long dueBatch) {}

    /**
     * A stream.
     *
     * @param firstTrace number of its first trace in the series
     * @param late share of spans that are sent late
     * @param choices which ones
     * @param spansMax after so many there are no further ones; the last trace may be cut by that
     */
    SpanStream(TraceSeries series, long firstTrace, double late, Randomness choices, long spansMax) {
        this.spansMax = spansMax;
        this.series = series;
        this.late = late;
        this.choices = choices;
        this.number = firstTrace;
        this.trace = series.trace(firstTrace);
    }

    /** Fills an empty batch with the next spans; what is held back at the end is left to {@link #fillWithHeld}. */
    void fill(PlannedBatch batch) {
        batches++;
        takeDue(batch, batches);
        while (!batch.isFull() && hasNext()) {
            if (next == trace.spans()) {
                trace = series.trace(++number);
                next = 0;
            }
            int span = next++;
            drawn++;
            if (choices.happens(late)) {
                held.add(new Held(trace, span, batches + 1 + choices.below(LATE_BATCHES_MAX)));
            } else {
                batch.add(trace, span);
            }
        }
    }

    /** Fills an empty batch with spans that are still held back; it stays empty when there are none. */
    void fillWithHeld(PlannedBatch batch) {
        takeDue(batch, Long.MAX_VALUE);
    }

    /** Whether there are spans that were neither given out nor are held back. */
    boolean hasNext() {
        return drawn < spansMax;
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
}
