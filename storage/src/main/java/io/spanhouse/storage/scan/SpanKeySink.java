package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.SpanRows;

/** Takes of every span of a trace what sorts and sums it, without the rest. */
interface SpanKeySink {
    /** Whether more spans are wanted. */
    boolean wants();

    /** Whether spans of a service may be seen; one that may not is counted. */
    boolean sees(String service);

    /** A span that may be seen; positions in a fragment are counted with those that may not. */
    void span(int position, long startNanos, long endNanos, long spanId, boolean failed, String service);

    /** A span that may be seen and has no parent, of a fragment the first by root order. */
    void root(SpanRows rows, int row);
}
