package io.spanhouse.ingest.otlp;

import java.util.Locale;

/**
 * The bytes of a request are no batch to be stored: the whole request is refused and nothing of it is stored. The message
 * names what was found, where that can be told the byte, and what was expected. Carries no stack trace, because a client can cause any number of
 * these.
 */
public final class MalformedRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The bytes are not of such a message. */
    public MalformedRequestException(String message) {
        this(Reason.MALFORMED, message);
    }

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
        JSON_ENUM,
        /** A message, but its spans take more memory than those of one request may. */
        TOO_LARGE;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The reason as metrics show it. */
        public String label() {
            return label;
        }
    }
}
