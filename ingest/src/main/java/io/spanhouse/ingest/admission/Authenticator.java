package io.spanhouse.ingest.admission;

/** Says who sends, from headers and the connection alone, before a byte of the body is read. Called by many threads. */
@FunctionalInterface
public interface Authenticator {
    /**
     * The sender, who may write to the project that the headers choose.
     *
     * @param peer the other end of the connection
     * @throws RejectedException UNAUTHENTICATED without a good key, NOT_ALLOWED if it may not write there
     */
    Sender authenticate(RequestHeaders headers, Peer peer) throws RejectedException;
}
