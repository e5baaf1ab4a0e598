package io.spanhouse.storage.scan;

import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.function.Supplier;

/**
 * Gives out the views of one partition. The head is asked first, then the blocks: a seal adds its block here before the
 * head drops the generation, so every span is in one of the two, and a generation that is in both is left out of the head
 * by its number.
 *
 * <p>{@link #acquire} by any thread, changes by one at a time. The owner of the partition closes it last.
 */
public final class ViewHolder implements AutoCloseable {
    private final Supplier<HeadSnapshot> head;
    private volatile BlockSet blocks = BlockSet.empty();
    private volatile boolean closed;

    /** A holder without blocks. */
    public ViewHolder(Supplier<HeadSnapshot> head) {
        this.head = head;
    }

    /** The partition as it is now; the caller closes the view. */
    public View acquire() {
        while (!closed) {
            HeadSnapshot snapshot = head.get();
            BlockSet now = blocks;
            if (now.acquire()) {
                return new View(now, snapshot);
            }
        }
        throw new StoreException(FailureKind.CLOSED, "the store is closed");
    }

    /** No more views; blocks are let go when the views that are out are closed. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            blocks.release();
        }
    }
}
