package io.spanhouse.query;

import java.util.List;

/** What operators ask of the program that the read side does not know of itself. Any thread. */
public interface ServerFacts {
    /** A read side that stands alone: nothing is dropped, and nothing is taken that could be refused. */
    ServerFacts NONE = new ServerFacts() {
        @Override
        public Retention retention() {
            return new Retention(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        }

        @Override
        public List<RefusedSpans> refusedSpans() {
            return List.of();
        }
    };

    /** When data is dropped. */
    Retention retention();

    /** What the write side refused since the start, a line a kind. */
    List<RefusedSpans> refusedSpans();

    /**
     * When data is dropped, whole buckets at a time.
     *
     * @param ageSeconds older data is dropped
     * @param bytesMax the oldest data is dropped beyond it; {@link Long#MAX_VALUE} for no limit
     * @param bucketSpanSeconds longest stretch of receipt in one bucket
     */
    record Retention(long ageSeconds, long bytesMax, long bucketSpanSeconds) {}

    /**
     * Refusals of one kind.
     *
     * @param reason which kind
     * @param count requests that it happened to
     * @param lastMillis when it did last, milliseconds since 1970
     * @param transport how that one came
     * @param client what its client calls itself, empty if it does not say
     * @param message what it was told
     */
    record RefusedSpans(String reason, long count, long lastMillis, String transport, String client, String message) {}
}
