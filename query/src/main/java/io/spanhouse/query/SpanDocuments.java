package io.spanhouse.query;

import io.spanhouse.storage.model.SpanBatch;

/** Reads documents of OTLP's JSON as spans without storing them. The side that takes spans knows how; called by many threads. */
@FunctionalInterface
public interface SpanDocuments {
    /**
     * Reads a document.
     *
     * @throws UnreadableException if it is none, or a span of it is none
     */
    SpanBatch read(byte[] json) throws UnreadableException;

    /** A document that cannot be read, with what was found in it. */
    final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        public UnreadableException(String message) {
            super(message);
        }
    }
}
