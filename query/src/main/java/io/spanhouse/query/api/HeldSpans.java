package io.spanhouse.query.api;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.concurrent.Semaphore;

/** Bounds the spans that are in memory at once because trees are made of them, of all requests together. Thread-safe. */
final class HeldSpans {
    /** Most spans of one tree. */
    static final int SPANS_MAX = 500_000;

    /** Most spans of all trees that are being worked out. */
    static final int SPANS_HELD_MAX = 1_000_000;

    private final Semaphore held = new Semaphore(SPANS_HELD_MAX);

    /**
     * Takes the right to hold a trace.
     *
     * @return what is to be given back
     * @throws StoreException TOO_LARGE if it has too many spans, OVERLOADED if others hold too many
     */
    int take(long spans) {
        if (spans > SPANS_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "the trace has " + spans + " spans, expected at most " + SPANS_MAX);
        }
        if (!held.tryAcquire((int) spans)) {
            throw new StoreException(
                    FailureKind.OVERLOADED,
                    "trees of " + SPANS_HELD_MAX + " spans are being worked out, and no more may");
        }
        return (int) spans;
    }

    /** Gives back what was taken. */
    void give(int spans) {
        held.release(spans);
    }
}
