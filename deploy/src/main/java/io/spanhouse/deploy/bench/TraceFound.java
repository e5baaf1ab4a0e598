package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.load.TraceInstance;
import java.util.Comparator;

/** A trace of a list with what it is sorted by. */
record TraceFound(long key, TraceInstance trace) {
    /** Greatest key first, then least id: the order of the lists that are asked for. */
    static final Comparator<TraceFound> ORDER = (one, other) -> {
        int order = Long.compareUnsigned(other.key, one.key);
        return order == 0 ? one.trace.id().compareTo(other.trace.id()) : order;
    };
}
