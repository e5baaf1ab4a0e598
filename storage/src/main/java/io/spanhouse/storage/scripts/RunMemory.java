package io.spanhouse.storage.scripts;

import java.util.concurrent.atomic.AtomicLong;

/** What the runs of all projects take together, and the most that they may. Good for any number of threads. */
public final class RunMemory {
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    /** Room for so many bytes. */
    public RunMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Counts what one project takes now in place of what it took before; false if all projects take too much. */
    boolean resize(long before, long now) {
        return bytes.addAndGet(now - before) <= bytesMax;
    }

    /** The most that all may take. */
    public long bytesMax() {
        return bytesMax;
    }

    /** What all take. */
    public long bytes() {
        return bytes.get();
    }
}
