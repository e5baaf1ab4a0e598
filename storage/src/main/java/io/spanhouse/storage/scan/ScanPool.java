package io.spanhouse.storage.scan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads that scan. A query is a run of units of work; the pool's threads take one unit of each query in turn, so
 * that a small query is not kept waiting by a large one. The thread that asks works too, so a query that is done in a unit
 * or two never changes threads, and a pool without threads is still right, only slower.
 *
 * <p>A unit must not wait for another. The lead of a store makes one pool and closes it last.
 */
public final class ScanPool implements AutoCloseable {
    /** Work of one query, cut in units that any thread may take. */
    interface Work {
        /**
         * Takes and runs the next unit; false if there is none left to take. Never throws: a failure is kept for the
         * thread that asks.
         */
        boolean runNext();

        /** Whether there is more to take, as far as can be seen without taking it. */
        default boolean hasNext() {
            return true;
        }
    }

    private static final class Entry {
        final Work work;
        int helpers;
        boolean drained;

        Entry(Work work) {
            this.work = work;
        }
    }

    private final ArrayDeque<Entry> queries = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    /** A pool with so many threads of its own; 0 is allowed. */
    public ScanPool(int threadCount) {
        for (int i = 0; i < threadCount; i++) {
            Thread thread = new Thread(this::help, "spanhouse-scan-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Runs all units, the first on this thread, and returns when the last has ended. */
    void run(Work work) {
        // To wake others costs more than many a unit: not for what the first unit has made unnecessary.
        if (!work.runNext() || !work.hasNext()) {
            return;
        }
        Entry entry = new Entry(work);
        synchronized (this) {
            if (!closed && !threads.isEmpty()) {
                queries.add(entry);
                notifyAll();
            }
        }
        boolean more = true;
        while (more) {
            more = work.runNext();
        }
        awaitHelpers(entry);
    }

    private synchronized void awaitHelpers(Entry entry) {
        entry.drained = true;
        queries.remove(entry);
        boolean interrupted = false;
        while (entry.helpers > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The helpers use what the caller will release, so it has to wait for them; a unit is short.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void help() {
        Entry entry = next(null, false);
        while (entry != null) {
            entry = next(entry, entry.work.runNext());
        }
    }

    /** Puts back a query that may have more to do and takes the next in turn; null when the pool is closed. */
    private synchronized @Nullable Entry next(@Nullable Entry before, boolean more) {
        if (before != null) {
            before.helpers--;
            if (before.drained) {
                notifyAll();
            } else if (!more) {
                queries.remove(before);
            }
        }
        while (queries.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        Entry entry = queries.poll();
        if (entry != null) {
            entry.helpers++;
            queries.add(entry);
        }
        return closed ? release(entry) : entry;
    }

    private @Nullable Entry release(@Nullable Entry entry) {
        if (entry != null) {
            entry.helpers--;
            notifyAll();
        }
        return null;
    }

    /** Ends the pool's threads after the units they are at. Queries that run go on by themselves. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
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
