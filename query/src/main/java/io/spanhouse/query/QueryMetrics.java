package io.spanhouse.query;

/** Where the read side reports what it did. Called on request threads; must not block. */
public interface QueryMetrics {
    /** Reports nothing. */
    QueryMetrics NONE = new QueryMetrics() {
        @Override
        public void answered(String kind, int status, long nanos, long bytes) {}

        @Override
        public void refused(QueryRefusal reason) {}

        @Override
        public void partial(String kind) {}

        @Override
        public void headTimedOut() {}
    };

    /**
     * A request was answered, refusals included.
     *
     * @param kind what was asked, from a small closed set such as {@code search} or {@code mackerel_list}
     * @param status the HTTP status; 499 if the client went away before the end
     * @param nanos from the request's head to the answer's end
     * @param bytes of the answer as sent, compressed where it was
     */
    void answered(String kind, int status, long nanos, long bytes);

    /** A request was refused. */
    void refused(QueryRefusal reason);

    /** An answer did not cover everything, and said so. */
    void partial(String kind);

    /** A connection was closed because a request's head, or its first byte, did not come in time. */
    void headTimedOut();
}
