package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.model.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * The total order of a list of traces: by key, either direction, then by trace id, ascending. All keys are unsigned.
 *
 * @param order key and direction
 */
record PageOrder(TraceOrder order) {
    /**
     * A place in a list.
     *
     * @param key value of the sort key
     * @param id trace id
     */
    record Position(long key, TraceId id) {
        /** Of no list. */
        static final Position NONE = new Position(0, new TraceId(0, 0));
    }

    /** The same key in the other direction. */
    TraceOrder reversed() {
        return new TraceOrder(order.key(), !order.descending());
    }

    /** The sort key of a trace. */
    long key(long startNanos, long durationNanos, long spans, long errors) {
        switch (order.key()) {
            case START:
                return startNanos;
            case DURATION:
                return durationNanos;
            case SPANS:
                return spans;
            case ERRORS:
                return errors;
        }
        throw new AssertionError(order);
    }

    /** Negative if the first key comes before the second in the list. */
    int compareKeys(long key, long otherKey) {
        return order.descending() ? Long.compareUnsigned(otherKey, key) : Long.compareUnsigned(key, otherKey);
    }

    /** Negative if the first trace comes before the second in the list. */
    int compare(long key, TraceId id, long otherKey, TraceId otherId) {
        int byKey = compareKeys(key, otherKey);
        return byKey != 0 ? byKey : id.compareTo(otherId);
    }

    /** Whether a trace comes after a position; every trace comes after none. */
    boolean isAfter(long key, long idHigh, long idLow, @Nullable Position position) {
        if (position == null) {
            return true;
        }
        int byKey = compareKeys(key, position.key);
        return byKey != 0 ? byKey > 0 : new TraceId(idHigh, idLow).compareTo(position.id) > 0;
    }

    /** Whether a whole unit of work can be left out, since its best key comes before a position. */
    boolean wholeUnitBefore(long worstKey, @Nullable Position position) {
        return position != null && compareKeys(worstKey, position.key) < 0;
    }
}
