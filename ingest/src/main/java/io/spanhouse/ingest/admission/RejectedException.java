package io.spanhouse.ingest.admission;

/** Carries a {@link Rejection} to the place that answers. It has no stack trace: a refusal is an answer, not a fault. */
public final class RejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    public RejectedException(Rejection rejection) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
    }

    public RejectedException(RejectionKind kind, String message) {
        this(Rejection.of(kind, message));
    }

    /** What to answer. */
    public Rejection rejection() {
        return rejection;
    }
}
