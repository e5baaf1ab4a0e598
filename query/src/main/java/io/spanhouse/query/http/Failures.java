package io.spanhouse.query.http;

import io.spanhouse.query.QueryRefusal;
import io.spanhouse.storage.access.AccessDeniedException;
import io.spanhouse.storage.model.StoreException;

/**
 * The one place where failures become statuses. What passes by itself is 429, 503 or 504 with the time after which another
 * try makes sense, never 500: clients give up on that.
 */
final class Failures {
    private static final String RETRY_AFTER = "Retry-After";

    private Failures() {}

    /** A failure of the store. */
    static HttpFailure of(StoreException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case BAD_INPUT -> new HttpFailure(400, QueryRefusal.BAD_REQUEST, message);
            case TOO_LARGE -> new HttpFailure(413, QueryRefusal.TOO_LARGE, message);
            case NOT_ALLOWED -> new HttpFailure(403, QueryRefusal.AUTH, message);
            case NOT_FOUND -> HttpFailure.notFound(message);
            case OVERLOADED -> later(503, QueryRefusal.OVERLOADED, message, 1);
            case CLOSED -> later(503, QueryRefusal.UNAVAILABLE, message, 5);
            case UNAVAILABLE -> later(503, QueryRefusal.UNAVAILABLE, message, 30);
            case CANCELLED -> later(504, QueryRefusal.COST, message, 30);
            case CORRUPT, TOO_NEW -> new HttpFailure(503, QueryRefusal.DAMAGED, message);
        };
    }

    /** A caller that may not. */
    static HttpFailure of(AccessDeniedException e, ErrorForm form) {
        String message = String.valueOf(e.getMessage());
        return switch (e.reason()) {
            case NO_KEY, WRONG_KEY ->
                new HttpFailure(401, QueryRefusal.AUTH, message).header("WWW-Authenticate", form.challenge());
            case SCOPE, PROJECT, ADDRESS -> new HttpFailure(403, QueryRefusal.AUTH, message);
            case RATE -> later(429, QueryRefusal.RATE, message, wholeSeconds(e));
        };
    }

    /** Too many queries at once. */
    static HttpFailure busy(int concurrentMax) {
        return later(503, QueryRefusal.OVERLOADED, concurrentMax + " queries are running, and no more may", 1);
    }

    private static HttpFailure later(int status, QueryRefusal refusal, String message, long seconds) {
        return new HttpFailure(status, refusal, message).header(RETRY_AFTER, Long.toString(seconds));
    }

    /** Rounded up, at least one: a client that waits less is refused again. */
    private static long wholeSeconds(AccessDeniedException e) {
        return Math.max(1, e.retryAfter().plusNanos(999_999_999).toSeconds());
    }
}
