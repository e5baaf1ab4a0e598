package io.spanhouse.storage.rocks;

import java.util.concurrent.atomic.AtomicLong;

/** A limit of bytes that several takers share. Any thread. */
final class MemoryShare {
    private final long bytesMax;
    private final AtomicLong taken = new AtomicLong();

    MemoryShare(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Takes bytes if there are so many left. */
    boolean take(long bytes) {
        long now;
        do {
            now = taken.get();
            if (bytes > bytesMax - now) {
                return false;
            }
        } while (!taken.compareAndSet(now, now + bytes));
        return true;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
