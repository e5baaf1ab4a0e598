package io.spanhouse.storage.model;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of the store for what a caller must tell apart. Its message says what was found and what was
 * expected. Anything else that escapes the store is a bug.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    public StoreException(FailureKind kind, String message) {
        this(kind, message, null);
    }

    public StoreException(FailureKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Why it failed. */
    public FailureKind kind() {
        return kind;
    }
}
