package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.ReadScratch;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Scratch space for reading blocks, handed from unit to unit so that a scan makes no garbage. As many as there are threads
 * that read at once. Any number of threads; what is given back after the close is closed too.
 */
final class ScratchPool implements AutoCloseable {
    private final ConcurrentLinkedQueue<ReadScratch> spares = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /** Scratch that nobody else uses until it is given back. */
    ReadScratch take() {
        ReadScratch spare = spares.poll();
        return spare == null ? new ReadScratch() : spare;
    }

    void give(ReadScratch scratch) {
        if (closed) {
            scratch.close();
        } else {
            spares.add(scratch);
        }
    }

    @Override
    public void close() {
        closed = true;
        ReadScratch spare = spares.poll();
        while (spare != null) {
            spare.close();
            spare = spares.poll();
        }
    }
}
