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

    /** How much of a name tells traces apart in their order. */
    public static final int NAME_BYTES_MAX = 256;

    /** What a list can be sorted by. */
    public enum Key {
        START,
        DURATION,
        SPANS,
        ERRORS,
        /** See {@link TraceField#ROOT_START}. */
        ROOT_START,
        /** See {@link TraceField#ROOT_DURATION}. */
        ROOT_DURATION,
        /** The root span's name by its bytes in UTF-8, of which the first {@link #NAME_BYTES_MAX} count; empty without a root. */
        ROOT_NAME,
        /** The trace id itself; the only key whose direction is also that of ids. */
        TRACE_ID
    }
}
