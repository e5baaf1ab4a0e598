package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.StoreClock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Does work that may fail: a failure is counted and told to the listener, and the same work is not tried again
 * before its pause is over. One thread at a time.
 */
final class Attempts {
    private final StoreClock clock;
    private final MaintenanceListener listener;
    private final MaintenanceCounters counters;
    private final Map<String, Backoff> pauses = new HashMap<>();

    Attempts(StoreClock clock, MaintenanceListener listener, MaintenanceCounters counters) {
        this.clock = clock;
        this.listener = listener;
        this.counters = counters;
    }

    /** Does a piece of work unless its pause is not over; returns what it returns, false if it failed or was not tried. */
    boolean attempt(int partition, String what, BooleanSupplier work) {
        String name = "partition " + partition + ": " + what;
        Backoff pause = pauses.computeIfAbsent(name, absent -> new Backoff(clock));
        if (!pause.mayTry()) {
            return false;
        }
        try {
            boolean did = work.getAsBoolean();
            pause.succeeded();
            counters.succeeded(name);
            return did;
        } catch (RuntimeException e) {
            // Whatever it is, the thread must live on to try again, and the listener tells operators.
            pause.failed();
            counters.failed(name, name + " failed: " + e.getMessage());
            listener.failed(partition, what, e);
            return false;
        }
    }
}
