package io.spanhouse.ingest.otlp;

import java.util.Locale;

/**
 * The bytes of a request do not decode: the whole request is refused and nothing of it is stored. The message names the
 * byte, what was found there and what was expected. Carries no stack trace, because a client can cause any number of
 * these.
 */
public final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public MalformedRequestException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Which counter this belongs to. */
    public Reason reason() {
        return reason;
    }

    /** Why a request did not decode; a closed set, the label of a counter. */
    public enum Reason {
        /** Not the bytes of such a message. */
        MALFORMED,
        /** JSON nested deeper than {@link TraceRequestJsonReader#NESTING_MAX}. */
        JSON_DEPTH,
        /** JSON with an enum name that the protocol does not have. */
        JSON_ENUM;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The reason as metrics show it. */
        public String label() {
            return label;
        }
    }
}
