package io.spanhouse.storage;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Keeps reading at no more than so many bytes a second, so that whoever else uses the disk is not disturbed. One thread. */
final class Pace {
    private static final long NANOS_OF_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private final long startNanos = System.nanoTime();
    private long bytes;

    /** @param bytesPerSecond 0 for no limit */
    Pace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** So many bytes were read; rests until it was time for them. */
    void read(long more) {
        bytes += more;
        if (bytesPerSecond == 0) {
            return;
        }
        long due = (long) ((double) bytes / bytesPerSecond * NANOS_OF_SECOND);
        for (long left = due - (System.nanoTime() - startNanos);
                left > 0 && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(left);
            left = due - (System.nanoTime() - startNanos);
        }
    }

    /** Bytes read so far. */
    long bytes() {
        return bytes;
    }
}
