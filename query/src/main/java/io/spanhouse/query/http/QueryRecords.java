package io.spanhouse.query.http;

import io.spanhouse.query.QueryRefusal;
import io.spanhouse.storage.filter.ScanStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What operators ask of a listener's past: the slow queries with what each read, and refusals by reason with the last of each.
 * Bounded: {@link #SLOW_MAX} queries, the oldest go first; one entry a reason. Thread-safe.
 */
public final class QueryRecords {
    /** Most slow queries that are remembered. */
    public static final int SLOW_MAX = 100;

    /** How much of a request is remembered. */
    public static final int REQUEST_CHARACTERS_MAX = 2_000;

    /** From here on a query is slow. */
    static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Deque<Slow> slow = new ArrayDeque<>();
    private final Map<QueryRefusal, Refused> refused = new EnumMap<>(QueryRefusal.class);

    /**
     * A slow query.
     *
     * @param endedMillis when it ended, milliseconds since 1970
     * @param kind what was asked
     * @param nanos how long it took, waiting for the client included
     * @param request the request's parameters or the begin of its body
     * @param statistics what it read
     * @param partial whether its answer did not cover everything
     */
    public record Slow(
            long endedMillis,
            String kind,
            String project,
            String keyId,
            String requestId,
            long nanos,
            String request,
            ScanStatistics statistics,
            boolean partial) {}

    /**
     * Refusals for one reason.
     *
     * @param count how many since the start
     * @param lastMillis when the last was, milliseconds since 1970
     * @param message what the last one was told
     */
    public record Refused(QueryRefusal reason, long count, long lastMillis, String requestId, String message) {}

    synchronized void slow(Slow query) {
        if (slow.size() == SLOW_MAX) {
            slow.removeFirst();
        }
        slow.addLast(query);
    }

    synchronized void refused(QueryRefusal reason, String requestId, String message) {
        Refused before = refused.get(reason);
        long count = before == null ? 1 : before.count + 1;
        refused.put(reason, new Refused(reason, count, System.currentTimeMillis(), requestId, message));
    }

    /** The slow queries, the newest first. */
    public synchronized List<Slow> slow() {
        List<Slow> newestFirst = new ArrayList<>(slow.size());
        slow.descendingIterator().forEachRemaining(newestFirst::add);
        return newestFirst;
    }

    /** Refusals by reason. */
    public synchronized List<Refused> refused() {
        return List.copyOf(refused.values());
    }
}
