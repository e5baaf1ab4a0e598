package io.spanhouse.storage.maintenance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets others on during a long rewrite: after every few milliseconds of work it rests for as long, so that a rewrite takes
 * half of a processor at most and never one for long. Merges of fresh blocks do not rest, for they must keep up with ingest.
 * One thread.
 */
final class Breath implements Runnable {
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long REST_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

    private long begunNanos = System.nanoTime();

    @Override
    public void run() {
        long worked = System.nanoTime() - begunNanos;
        if (worked >= WORK_NANOS) {
            LockSupport.parkNanos(Math.min(worked, REST_NANOS_MAX));
            begunNanos = System.nanoTime();
        }
    }
}
