package io.spanhouse.query.http;

import java.io.IOException;

/** Answers one kind of request. Called by many threads at once. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers, or throws before the first byte of the answer is out.
     *
     * @throws IOException if the client does not take the answer
     */
    void answer(Exchange exchange) throws IOException;
}
