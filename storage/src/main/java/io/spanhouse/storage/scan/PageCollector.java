package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first traces of a list, of all that are found in any order, and counts all. One more than the page is kept, to
 * know whether there is another page. Any number of threads.
 */
final class PageCollector {
    /**
     * A trace that was found.
     *
     * @param key value of the sort key
     * @param id its id
     * @param values where its values can be read
     */
    record Found(long key, TraceId id, FoundTrace values) {}

    private final PageOrder order;
    private final PageOrder.@Nullable Position after;
    private final int limit;
    private final PriorityQueue<Found> worstFirst;
    private long total;
    private volatile boolean full;
    private volatile long worstKey;

    PageCollector(PageOrder order, PageOrder.@Nullable Position after, int limit) {
        this.order = order;
        this.after = after;
        this.limit = limit;
        this.worstFirst = new PriorityQueue<>(
                Math.min(limit + 1, 1_024), (one, other) -> order.compare(other.key, other.id, one.key, one.id));
    }

    /** Whether a trace with this key could still be on the page; one that ties with the worst could, by its id. */
    boolean wants(long key) {
        return !full || order.compareKeys(key, worstKey) <= 0;
    }

    /** Whether a trace could still be on the page; if not it is enough to {@link #count} it. */
    boolean wants(long key, long idHigh, long idLow) {
        return wants(key) && order.isAfter(key, idHigh, idLow, after);
    }

    /** Counts a trace that meets the predicate. */
    synchronized void count(long traces) {
        total += traces;
    }

    /** Takes a trace that meets the predicate and is {@link #wants wanted}; it is not counted. */
    synchronized void add(Found found) {
        worstFirst.add(found);
        if (worstFirst.size() > limit + 1) {
            worstFirst.remove();
        }
        if (worstFirst.size() == limit + 1) {
            worstKey = worstFirst.peek().key;
            full = true;
        }
    }

    /** Number of traces counted. */
    synchronized long total() {
        return total;
    }

    /** Whether more traces follow those of {@link #page}. */
    synchronized boolean more() {
        return worstFirst.size() > limit;
    }

    /** The page, in its order. */
    synchronized List<Found> page() {
        List<Found> found = new ArrayList<>(worstFirst);
        found.sort((one, other) -> order.compare(one.key, one.id, other.key, other.id));
        return found.subList(0, Math.min(limit, found.size()));
    }
}
