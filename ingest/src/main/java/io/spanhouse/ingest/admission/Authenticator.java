package io.spanhouse.ingest.admission;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Says who sends, from headers and the socket's peer alone, before a byte of the body is read. Called by many threads. */
@FunctionalInterface
public interface Authenticator {
    /**
     * The sender, who may write to the project that the headers choose.
     *
     * @param peer the other end of the connection, null if it went away meanwhile
     * @throws RejectedException UNAUTHENTICATED without a good key, NOT_ALLOWED if it may not write there
     */
    Sender authenticate(RequestHeaders headers, @Nullable SocketAddress peer) throws RejectedException;
}
