package io.spanhouse.ingest.admission;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.Inflater;

/**
 * Inflaters for reuse: each owns some 40 KB outside the heap and costs as much to make as a small body to inflate. Keeps a
 * bounded number; any thread.
 */
public final class InflaterPool implements AutoCloseable {
    /** Stands for no inflater. */
    static final Inflater NONE = new Inflater(true);

    private final ArrayBlockingQueue<Inflater> idle;

    public InflaterPool(int idleMax) {
        idle = new ArrayBlockingQueue<>(idleMax);
    }

    /** An inflater of raw deflate data, ready for a first input. */
    Inflater borrow() {
        Inflater inflater = idle.poll();
        return inflater == null ? new Inflater(true) : inflater;
    }

    void giveBack(Inflater inflater) {
        inflater.reset();
        if (!idle.offer(inflater)) {
            inflater.end();
        }
    }

    /** Ends the idle ones; those in use are ended when they come back to a full pool or by the collector. */
    @Override
    public void close() {
        for (Inflater inflater = idle.poll(); inflater != null; inflater = idle.poll()) {
            inflater.end();
        }
    }
}
