package io.spanhouse.query.http;

import java.util.Map;

/** How a dialect writes a refusal. */
public interface ErrorForm {
    /** Text alone, for pages. */
    ErrorForm PLAIN = new ErrorForm() {
        @Override
        public String contentType() {
            return "text/plain; charset=utf-8";
        }

        @Override
        public String body(HttpFailure failure, String requestId) {
            return failure.status() + ": " + failure.getMessage() + "\nrequest " + requestId + "\n";
        }
    };

    /** Type of the body. */
    String contentType();

    /** The body. */
    String body(HttpFailure failure, String requestId);

    /** The status of the answer. */
    default int status(HttpFailure failure) {
        return failure.status();
    }

    /** Headers beside those of the failure. */
    default Map<String, String> headers(HttpFailure failure) {
        return Map.of();
    }

    /** The value of {@code WWW-Authenticate} with a 401: what makes the client ask its user, or not. */
    default String challenge() {
        return "Bearer realm=\"spanhouse\"";
    }
}
