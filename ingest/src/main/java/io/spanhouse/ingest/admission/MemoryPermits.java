package io.spanhouse.ingest.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all requests together may hold between their first byte and their answer. Bytes are taken as they are
 * really held, in steps while a body is read and while it inflates, never by what a client claims. None left means a
 * refusal at once: a queue of waiting bodies would be memory again.
 *
 * <p>Any thread. Costs one atomic addition a step.
 */
public final class MemoryPermits {
    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    public MemoryPermits(long bytesMax) {
        if (bytesMax <= 0) {
            throw new IllegalArgumentException("bytesMax is " + bytesMax + ", expected more than 0");
        }
        this.bytesMax = bytesMax;
    }

    /** Takes so many bytes, or none. */
    boolean tryTake(long bytes) {
        if (taken.addAndGet(bytes) <= bytesMax) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** Bytes held now. */
    public long bytesTaken() {
        return taken.get();
    }

    /** The most that may be held. */
    public long bytesMax() {
        return bytesMax;
    }

    /** The share of one request, empty at first. */
    public PermitHolder newHolder() {
        return new PermitHolder(this);
    }
}
