package io.spanhouse.query.http;

import java.io.IOException;

/** Answers the calls of one gRPC method with one request message. Called by many threads at once. */
@FunctionalInterface
public interface GrpcMethod {
    /**
     * Answers by {@link GrpcCall#send}: one message or, of a method that streams, any number. Returning ends the call well,
     * a failure ends it with its status, also after messages were sent.
     *
     * @param message the request message's bytes
     * @throws IOException if the client does not take the answer
     */
    void answer(byte[] message, GrpcCall call) throws IOException;
}
