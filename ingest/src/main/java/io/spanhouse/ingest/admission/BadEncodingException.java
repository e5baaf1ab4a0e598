package io.spanhouse.ingest.admission;

import java.io.IOException;

/** A compressed body that cannot be undone: cut, damaged, or not of the form that its header names. */
public final class BadEncodingException extends IOException {
    private static final long serialVersionUID = 1L;

    public BadEncodingException(String message) {
        super(message);
    }

    public BadEncodingException(String message, Throwable cause) {
        super(message, cause);
    }
}
