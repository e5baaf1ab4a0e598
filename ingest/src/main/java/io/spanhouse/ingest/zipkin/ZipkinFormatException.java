package io.spanhouse.ingest.zipkin;

/**
 * A value is not what Zipkin has in that place; the message says what was found and what was expected. Carries no stack
 * trace, because a client can cause any number of these.
 */
final class ZipkinFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    ZipkinFormatException(String message) {
        super(message, null, false, false);
    }
}
