package io.spanhouse.storage.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first traces of a list, of all that are found in any order, and counts all. One more than the page is kept, to
 * know whether there is another page. Any number of threads.
 */
class PageCollector {
    /**
     * A trace that was found.
     *
     * @param place where it stands in the list
     * @param values where its values can be read
     */
    record Found(PageOrder.Position place, FoundTrace values) {}

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
        this.worstFirst =
                new PriorityQueue<>(Math.min(limit + 1, 1_024), (one, other) -> order.compare(other.place, one.place));
    }

    /** Whether as many were found as the page holds, so that most others are not {@link #wants wanted}. */
    boolean isFull() {
        return full;
    }

    /** Whether a trace with this key could still be on the page; one that ties with the worst could, by its id. */
    boolean wants(long key) {
        return !full || order.compareKeys(key, worstKey) <= 0;
    }

    /** Whether a trace could still be on the page; if not it is enough to {@link #count} it. */
    boolean wants(PageOrder.Position place) {
        return wants(place.key()) && order.isAfter(place, after);
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
            worstKey = worstFirst.peek().place.key();
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
        found.sort((one, other) -> order.compare(one.place, other.place));
        return found.subList(0, Math.min(limit, found.size()));
    }
}
