package io.spanhouse.ingest.admission;

import io.spanhouse.storage.access.ListenerTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where and how one port listens.
 *
 * @param host address to bind
 * @param port port to bind, 0 for any free one
 * @param tls null for plain text
 * @param connectionsMax most connections in all
 * @param connectionsPerAddressMax most connections from one address
 * @param handshakeTimeout how long a connection may take to greet, and a request to send its headers
 * @param idleTimeout how long a connection may do nothing
 * @param headerBytesMax most bytes of the headers of one request
 * @param slowBodies how slow a body may arrive
 */
public record ListenerOptions(
        String host,
        int port,
        @Nullable ListenerTls tls,
        int connectionsMax,
        int connectionsPerAddressMax,
        Duration handshakeTimeout,
        Duration idleTimeout,
        int headerBytesMax,
        SlowBodyWatch.Limits slowBodies) {
    /** Plain text on this address, with limits for a machine of two cores. */
    public static ListenerOptions plain(String host, int port) {
        return new ListenerOptions(
                host,
                port,
                null,
                2_048,
                1_024,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                8 << 10,
                SlowBodyWatch.Limits.DEFAULT);
    }

    /** The same with TLS. */
    public ListenerOptions withTls(ListenerTls other) {
        return new ListenerOptions(
                host,
                port,
                other,
                connectionsMax,
                connectionsPerAddressMax,
                handshakeTimeout,
                idleTimeout,
                headerBytesMax,
                slowBodies);
    }
}
