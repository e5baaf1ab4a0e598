package io.spanhouse.ingest.admission;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a request's connection.
 *
 * @param address null if it went away meanwhile
 * @param session what the TLS handshake came to; null for plain text
 */
public record Peer(
        @Nullable SocketAddress address, @Nullable SSLSession session) {
    /** Its internet address; loopback for what has none. */
    InetAddress internetAddress() {
        return address instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
