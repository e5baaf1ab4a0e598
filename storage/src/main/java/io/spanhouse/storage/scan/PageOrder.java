package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The total order of a list of traces: by key, either direction, then by trace id, ascending unless the id is itself the
 * key. All keys are unsigned numbers; of a name and an id the first eight bytes are the key, and what ties there is told
 * apart by the rest.
 *
 * @param order key and direction
 */
record PageOrder(TraceOrder order) {
    /**
     * A place in a list.
     *
     * @param key value of the sort key
     * @param name the root's name where the list is by name, else empty
     * @param id trace id
     */
    record Position(long key, String name, TraceId id) {
        /** Of no list. */
        static final Position NONE = new Position(0, "", new TraceId(0, 0));
    }

    /** The same key in the other direction. */
    TraceOrder reversed() {
        return new TraceOrder(order.key(), !order.descending());
    }

    /** The sort key of a trace. */
    long key(TraceNumbers trace, long idHigh) {
        switch (order.key()) {
            case START:
                return trace.startNanos;
            case DURATION:
                return trace.durationNanos();
            case SPANS:
                return trace.spans;
            case ERRORS:
                return trace.errors;
            case ROOT_START:
                return trace.rootStartNanos();
            case ROOT_DURATION:
                return trace.rootDurationNanos();
            case ROOT_NAME:
                return firstBytes(bytes(trace.rootName()));
            case TRACE_ID:
                return idHigh;
        }
        throw new AssertionError(order);
    }

    private static long firstBytes(byte[] bytes) {
        long first = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            first = first << 8 | (i < bytes.length ? bytes[i] & 0xFF : 0);
        }
        return first;
    }

    /** The place of a trace whose key is known. */
    Position position(long key, TraceNumbers trace, long idHigh, long idLow) {
        String name = order.key() == TraceOrder.Key.ROOT_NAME ? shortened(trace.rootName()) : "";
        return new Position(key, name, new TraceId(idHigh, idLow));
    }

    /** What of a name counts, and a cursor can carry. Cut between characters, so shortening it again changes nothing. */
    private static String shortened(String name) {
        byte[] bytes = bytes(name);
        if (bytes.length <= TraceOrder.NAME_BYTES_MAX) {
            return name;
        }
        int end = TraceOrder.NAME_BYTES_MAX;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Negative if the first key comes before the second in the list. */
    int compareKeys(long key, long otherKey) {
        return order.descending() ? Long.compareUnsigned(otherKey, key) : Long.compareUnsigned(key, otherKey);
    }

    /** Negative if the first place comes before the second in the list. */
    int compare(Position one, Position other) {
        int byKey = compareKeys(one.key, other.key);
        if (byKey != 0) {
            return byKey;
        }
        int byName = one.name.equals(other.name) ? 0 : Arrays.compareUnsigned(bytes(one.name), bytes(other.name));
        if (byName != 0) {
            return order.descending() ? -byName : byName;
        }
        int byId = one.id.compareTo(other.id);
        return order.descending() && order.key() == TraceOrder.Key.TRACE_ID ? -byId : byId;
    }

    /** Whether a trace comes after a position; every trace comes after none. */
    boolean isAfter(Position place, @Nullable Position position) {
        return position == null || compare(place, position) > 0;
    }

    /** Whether a whole unit of work can be left out, since its best key comes before a position. */
    boolean wholeUnitBefore(long worstKey, @Nullable Position position) {
        return position != null && compareKeys(worstKey, position.key) < 0;
    }
}
