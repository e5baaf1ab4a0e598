package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the journal's thread, bounded in bytes. Offering never blocks: over the bound it is refused. Bytes count
 * until their group is done, so the bound is that of memory.
 *
 * @param <A> what appenders give along
 */
final class JournalQueue<A> {
    /** Records of one group; with the bound in bytes it keeps a group's time short. */
    private static final int GROUP_RECORDS_MAX = 4_096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting<A>> waiting = new ArrayDeque<>();
    private final long bytesMax;
    private final long groupBytesMax;
    private final long groupDelayNanos;
    private long bytes;
    private long refused;
    private boolean closed;

    /** One append or one probe that waits: an append has an entry and an attachment, a probe a future. */
    record Waiting<A>(
            @Nullable JournalEntry entry,
            ByteBuffer payload,
            int payloadCrc,
            @Nullable A attachment,
            @Nullable CompletableFuture<Void> probe,
            long sinceNanos) {
        long bytes() {
            return RecordHeader.BYTES + (long) payload.remaining();
        }
    }

    JournalQueue(JournalOptions.Bounds bounds) {
        bytesMax = bounds.queueBytesMax();
        groupBytesMax = bounds.groupBytesMax();
        groupDelayNanos = bounds.groupDelay().toNanos();
    }

    /** Takes one in, or refuses it: OVERLOADED or CLOSED. One that is over the bound alone is taken if nothing waits. */
    void offer(Waiting<A> one) {
        lock.lock();
        try {
            if (closed) {
                throw new StoreException(FailureKind.CLOSED, "the journal is closed");
            }
            if (bytes > 0 && bytes + one.bytes() > bytesMax) {
                refused++;
                throw new StoreException(
                        FailureKind.OVERLOADED,
                        "journal queue holds " + bytes + " bytes, " + one.bytes() + " more are over its limit of "
                                + bytesMax);
            }
            bytes += one.bytes();
            waiting.add(one);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next group, in the order offered; waits for one until {@code deadlineNanos} of {@link System#nanoTime()}. Empty
     * when the time is over, null when closed and empty.
     */
    @Nullable
    List<Waiting<A>> take(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                long left = deadlineNanos - System.nanoTime();
                if (closed) {
                    return null;
                }
                if (left <= 0) {
                    return List.of();
                }
                changed.awaitNanos(left);
            }
            gather();
            List<Waiting<A>> group = new ArrayList<>(Math.min(waiting.size(), GROUP_RECORDS_MAX));
            long groupBytes = 0;
            for (Waiting<A> next = waiting.peek(); next != null; next = waiting.peek()) {
                groupBytes += next.bytes();
                if (!group.isEmpty() && (groupBytes > groupBytesMax || group.size() == GROUP_RECORDS_MAX)) {
                    break;
                }
                group.add(waiting.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Waits the group delay, if there is one, for others to join. */
    private void gather() throws InterruptedException {
        Waiting<A> first = waiting.element();
        long left = groupDelayNanos - (System.nanoTime() - first.sinceNanos());
        while (left > 0 && !closed && bytes < groupBytesMax) {
            left = Math.min(changed.awaitNanos(left), groupDelayNanos - (System.nanoTime() - first.sinceNanos()));
        }
    }

    /** Gives the bytes of a group back. */
    void done(List<Waiting<A>> group) {
        long released = 0;
        for (Waiting<A> one : group) {
            released += one.bytes();
        }
        lock.lock();
        try {
            bytes -= released;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all that comes; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All that waits, of a queue that is closed and has nobody to take groups any more. */
    List<Waiting<A>> drain() {
        lock.lock();
        try {
            List<Waiting<A>> rest = new ArrayList<>(waiting);
            waiting.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    static long deadline(long amount, TimeUnit unit) {
        return System.nanoTime() + unit.toNanos(amount);
    }
}
