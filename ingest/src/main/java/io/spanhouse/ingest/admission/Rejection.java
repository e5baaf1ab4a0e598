package io.spanhouse.ingest.admission;

import io.spanhouse.storage.model.StoreException;

/**
 * A refusal of a whole request: none of its spans was acknowledged.
 *
 * @param kind which of the closed set
 * @param message what was found and what was expected, for the person behind the client
 * @param retryAfterMillis when to try again, at least 1 where {@code kind} can be retried, else 0
 */
public record Rejection(RejectionKind kind, String message, long retryAfterMillis) {
    /** Hint while bytes or queues are full: they turn over within a second. */
    public static final long RETRY_SOON_MILLIS = 1_000;

    /** Hint while the disk is full or failed: somebody or maintenance has to act. */
    public static final long RETRY_LATER_MILLIS = 30_000;

    /** A refusal with the hint that belongs to its kind. */
    public static Rejection of(RejectionKind kind, String message) {
        return new Rejection(kind, message, usualRetryAfterMillis(kind));
    }

    /** What the store's refusal means to a client. Spans were valid when they got there, so a fault of form is ours. */
    public static Rejection of(StoreException failure) {
        RejectionKind kind = switch (failure.kind()) {
            case OVERLOADED -> RejectionKind.OVERLOADED;
            case UNAVAILABLE, CORRUPT, TOO_NEW -> RejectionKind.READ_ONLY;
            case CLOSED -> RejectionKind.DRAINING;
            case TOO_LARGE -> RejectionKind.TOO_LARGE;
            case NOT_ALLOWED -> RejectionKind.NOT_ALLOWED;
            case BAD_INPUT, NOT_FOUND, CANCELLED -> RejectionKind.INTERNAL;
        };
        String message = failure.getMessage();
        return of(kind, message == null ? kind.reason() : message);
    }

    private static long usualRetryAfterMillis(RejectionKind kind) {
        return switch (kind) {
            case OVERLOADED, RATE, DRAINING, INTERNAL -> RETRY_SOON_MILLIS;
            case READ_ONLY -> RETRY_LATER_MILLIS;
            case UNAUTHENTICATED,
                    NOT_ALLOWED,
                    NO_SUCH_ROUTE,
                    WRONG_METHOD,
                    CONTENT_TYPE,
                    UNKNOWN_ENCODING,
                    TOO_LARGE,
                    INFLATED_TOO_LARGE,
                    BAD_ENCODING,
                    MALFORMED,
                    JSON_DEPTH,
                    JSON_ENUM,
                    SLOW_BODY -> 0;
        };
    }
}
