package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps a native handle open while it is used: a call into RocksDB after close kills the whole process. Entering costs one
 * compare-and-set, a few nanoseconds beside a read of some microseconds. Any number of threads.
 */
final class UseGuard {
    private static final long CLOSED = 1L << 62;

    private final String what;
    private final AtomicLong users = new AtomicLong();
    private final CountDownLatch drained = new CountDownLatch(1);

    UseGuard(String what) {
        this.what = what;
    }

    /**
     * Begins a use; {@link #exit} must follow.
     *
     * @throws StoreException CLOSED
     */
    void enter() {
        if (!tryEnter()) {
            throw new StoreException(FailureKind.CLOSED, what + " is closed");
        }
    }

    /** Begins a use unless it is closed; if true, {@link #exit} must follow. */
    boolean tryEnter() {
        long now;
        do {
            now = users.get();
            if (now >= CLOSED) {
                return false;
            }
        } while (!users.compareAndSet(now, now + 1));
        return true;
    }

    void exit() {
        if (users.decrementAndGet() == CLOSED) {
            drained.countDown();
        }
    }

    /** Lets nobody in any more, if nobody is in; whether that is so. */
    boolean closeIfIdle() {
        boolean closes = users.compareAndSet(0, CLOSED);
        if (closes) {
            drained.countDown();
        }
        return closes;
    }

    /**
     * Lets nobody in any more and waits until all are out. Uses are single reads and ingests, so it does not wait long.
     *
     * @return false if it was closed before
     */
    boolean close() {
        long before = users.getAndUpdate(now -> now | CLOSED);
        if (before >= CLOSED) {
            return false;
        }
        if (before == 0) {
            drained.countDown();
        }
        boolean interrupted = false;
        while (true) {
            try {
                drained.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
