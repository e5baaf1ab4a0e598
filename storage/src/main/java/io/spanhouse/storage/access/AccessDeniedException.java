package io.spanhouse.storage.access;

import java.time.Duration;

/** A caller may not do what it asked for. Each transport maps every reason to one status, in one place. */
public final class AccessDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final Duration retryAfter;

    public AccessDeniedException(Reason reason, String message) {
        this(reason, message, Duration.ZERO);
    }

    /** A refusal that time mends. */
    public AccessDeniedException(Reason reason, String message, Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** When to try again; zero unless the reason is RATE. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Why a caller may not. */
    public enum Reason {
        /** Keys are configured and none was sent. */
        NO_KEY,
        /** The key is not known, has expired or was revoked; which of them is not told. */
        WRONG_KEY,
        /** The key has not the scope that is needed. */
        SCOPE,
        /** The key has not the project that was named. */
        PROJECT,
        /** The key may not be used from this address. */
        ADDRESS,
        /** The key is used more often than its rate allows. */
        RATE
    }
}
