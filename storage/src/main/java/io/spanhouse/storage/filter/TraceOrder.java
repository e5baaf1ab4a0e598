package io.spanhouse.storage.filter;

/**
 * The order of a list of traces. Ties are broken by trace id, ascending whatever the direction, so the order is total.
 *
 * @param key what to sort by
 * @param descending whether the greatest comes first
 */
public record TraceOrder(Key key, boolean descending) {
    /** Newest first. */
    public static final TraceOrder NEWEST = new TraceOrder(Key.START, true);

    /** What a list can be sorted by. */
    public enum Key {
        START,
        DURATION,
        SPANS,
        ERRORS
    }
}
