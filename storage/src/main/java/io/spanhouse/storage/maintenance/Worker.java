package io.spanhouse.storage.maintenance;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread that does one piece of work after the other, rests for a second when there is none, and can be woken. Work is
 * also done on the caller's thread by {@link #runNow}; never two pieces at once.
 */
final class Worker implements AutoCloseable {
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Work work;
    private final Thread thread;
    private final ReentrantLock working = new ReentrantLock(true);
    private final ReentrantLock resting = new ReentrantLock();
    private final Condition wake = resting.newCondition();
    private boolean woken;
    private boolean ended;

    /** A piece of work; must not fail. */
    interface Work {
        /** Does a piece; returns whether there may be more to do at once. */
        boolean step();
    }

    Worker(String name, Work work) {
        this.work = work;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends a rest early. */
    void wake() {
        resting.lock();
        try {
            woken = true;
            wake.signalAll();
        } finally {
            resting.unlock();
        }
    }

    /** Does something between two pieces of work. */
    void runNow(Runnable something) {
        working.lock();
        try {
            something.run();
        } finally {
            working.unlock();
        }
    }

    private void run() {
        while (!isEnded()) {
            boolean more;
            working.lock();
            try {
                more = work.step();
            } finally {
                working.unlock();
            }
            if (!more) {
                rest();
            }
        }
    }

    private void rest() {
        resting.lock();
        try {
            long nanos = REST_NANOS;
            while (!woken && !ended && nanos > 0) {
                nanos = wake.awaitNanos(nanos);
            }
            woken = false;
        } catch (InterruptedException e) {
            ended = true;
        } finally {
            resting.unlock();
        }
    }

    private boolean isEnded() {
        resting.lock();
        try {
            return ended;
        } finally {
            resting.unlock();
        }
    }

    /** Lets the piece of work at hand end, and then the thread. */
    @Override
    public void close() {
        resting.lock();
        try {
            ended = true;
            wake.signalAll();
        } finally {
            resting.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
