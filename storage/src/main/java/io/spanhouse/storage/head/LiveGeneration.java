package io.spanhouse.storage.head;

/** A generation and where it is in its life. Of the head's thread only. */
final class LiveGeneration {
    enum State {
        /** Takes everything. */
        OPEN,
        /** Takes rows of the traces that it has. */
        CLOSING,
        /** Takes nothing and waits to be sealed. */
        CLOSED
    }

    final Generation generation;
    final long from;
    private State state = State.OPEN;
    private long firstRowNanos;
    private boolean hasRows;
    private long to;
    private long holdEndNanos;

    LiveGeneration(Generation generation, long from) {
        this.generation = generation;
        this.from = from;
    }

    State state() {
        return state;
    }

    /** Whether it takes rows of its traces. */
    boolean takes() {
        return state != State.CLOSED;
    }

    boolean hasRows() {
        return hasRows;
    }

    /** Notes that rows were added. */
    void added(long nowNanos) {
        if (!hasRows) {
            hasRows = true;
            firstRowNanos = nowNanos;
        }
    }

    boolean isOlderThan(long ageNanos, long nowNanos) {
        return hasRows && nowNanos - firstRowNanos >= ageNanos;
    }

    /** Offset of the first record whose new traces are not here any more. */
    long to() {
        return to;
    }

    /** No new traces from a record on. */
    void close(long firstOffsetNotHere, long holdUntilNanos) {
        state = State.CLOSING;
        to = firstOffsetNotHere;
        holdEndNanos = holdUntilNanos;
    }

    boolean isHoldOver(long nowNanos) {
        return state == State.CLOSING && nowNanos - holdEndNanos >= 0;
    }

    /** No more rows at all; {@code lastOffset} is the last record looked at. */
    void endHold(long lastOffset) {
        state = State.CLOSED;
        generation.closed(new JournalRange(from, to, Math.max(lastOffset, to - 1)));
    }
}
