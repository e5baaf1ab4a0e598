package io.spanhouse.query.traceql;

/** A query that is refused. The message says where, what was found and what was expected. */
public final class TraceQlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    private TraceQlException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why. */
    public enum Reason {
        /** It is not of the grammar. */
        PARSE,
        /** It is, and makes no sense. */
        VALIDATE,
        /** It makes sense, and cannot be answered. */
        UNSUPPORTED
    }

    static TraceQlException parse(Place place, String found, String expected) {
        return new TraceQlException(
                Reason.PARSE,
                "parse error at " + place + ": syntax error: unexpected " + found + ", expected " + expected);
    }

    static TraceQlException invalid(Place place, String message) {
        return new TraceQlException(Reason.VALIDATE, "error at " + place + ": " + message);
    }

    static TraceQlException unsupported(Place place, String construct) {
        return new TraceQlException(Reason.UNSUPPORTED, "error at " + place + ": " + construct + " not yet supported");
    }

    public Reason reason() {
        return reason;
    }
}
