package io.spanhouse.query.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The watches of all requests that are being answered. A watch begins to listen only when its request has run for a while:
 * listening wakes the thread that waits for the connections, which costs more than most answers do, and a query that is over
 * in {@link #PATIENCE_MILLIS} need not be cancelled. One look at all of them each so many milliseconds, and none while
 * nothing is asked. Thread-safe.
 */
final class ClientWatches {
    private static final long PATIENCE_MILLIS = 20;

    private final Set<ClientWatch> watches = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();

    /** Has a watch listen if it is still here after a while. */
    void add(ClientWatch watch, Scheduler scheduler) {
        watches.add(watch);
        if (!looking.get()) {
            lookLater(scheduler);
        }
    }

    /** A request's answer is known. */
    void remove(ClientWatch watch) {
        watches.remove(watch);
    }

    private void lookLater(Scheduler scheduler) {
        if (looking.compareAndSet(false, true)) {
            scheduler.schedule(() -> look(scheduler), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look(Scheduler scheduler) {
        looking.set(false);
        watches.removeIf(watch -> {
            boolean impatient = NanoTime.millisSince(watch.madeNanoTime()) >= PATIENCE_MILLIS;
            if (impatient) {
                watch.listen();
            }
            return impatient;
        });
        if (!watches.isEmpty()) {
            lookLater(scheduler);
        }
    }
}
