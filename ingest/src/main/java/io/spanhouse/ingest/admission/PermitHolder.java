package io.spanhouse.ingest.admission;

/**
 * What one request holds of {@link MemoryPermits}. Taken in steps of {@link #STEP_BYTES} so that small reads cost nothing.
 * After {@link #close} every further take is refused, so a late byte of a request that was answered cannot leak a permit.
 * Thread-safe: bytes arrive on one thread while another may answer.
 */
public final class PermitHolder implements AutoCloseable {
    /** Granularity of takes, bytes. */
    static final long STEP_BYTES = 64 << 10;

    private final MemoryPermits permits;
    private long taken;
    private long used;
    private boolean closed;

    PermitHolder(MemoryPermits permits) {
        this.permits = permits;
    }

    /** Accounts for so many bytes more; false if they may not be held. */
    public synchronized boolean tryHold(long bytes) {
        if (closed) {
            return false;
        }
        long needed = used + bytes - taken;
        if (needed > 0) {
            long step = (needed + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
            if (!permits.tryTake(step)) {
                return false;
            }
            taken += step;
        }
        used += bytes;
        return true;
    }

    /**
     * As {@link #tryHold}, with the refusal made ready: to be tried again, unless the request would not fit if it were the
     * only one.
     */
    public synchronized void hold(long bytes) throws RejectedException {
        if (tryHold(bytes)) {
            return;
        }
        if (used + bytes > permits.bytesMax()) {
            throw new RejectedException(
                    RejectionKind.TOO_LARGE,
                    "the request needs more than the " + permits.bytesMax()
                            + " bytes that all requests together may hold; send smaller batches, or give the server"
                            + " more memory");
        }
        throw new RejectedException(
                RejectionKind.OVERLOADED,
                "no memory left for this request: all requests together may hold " + permits.bytesMax()
                        + " bytes; try again");
    }

    /** So many bytes are no longer held. Keeps one step at most beyond what is. */
    public synchronized void release(long bytes) {
        used -= bytes;
        long surplus = (taken - used) / STEP_BYTES * STEP_BYTES;
        if (!closed && surplus > 0) {
            taken -= surplus;
            permits.giveBack(surplus);
        }
    }

    /** Bytes accounted for now. */
    public synchronized long bytesHeld() {
        return used;
    }

    /** Gives everything back. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            permits.giveBack(taken);
            taken = 0;
        }
    }
}
