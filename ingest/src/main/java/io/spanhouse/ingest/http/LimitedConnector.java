package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.ConnectionLimits;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.admission.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A connector that closes connections beyond the limits as soon as they are accepted. The library's own limit stops
 * accepting instead, which lets one address keep all others out.
 */
final class LimitedConnector extends ServerConnector {
    private final ConnectionLimits limits;
    private final IngestMetrics metrics;

    LimitedConnector(Server server, ListenerOptions options, IngestMetrics metrics, ConnectionFactory... factories) {
        super(server, null, null, null, 1, 1, factories);
        this.limits = new ConnectionLimits(options.connectionsMax(), options.connectionsPerAddressMax());
        this.metrics = metrics;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key)
            throws IOException {
        SocketAddress peer = channel.getRemoteAddress();
        if (!limits.tryOpen(peer)) {
            metrics.connectionClosed(Transport.HTTP, ConnectionCloseReason.TOO_MANY);
            channel.close();
            throw new IOException("too many connections, closed the one from " + peer);
        }
        return new CountedEndPoint(channel, selector, key, this, peer);
    }

    private static final class CountedEndPoint extends SocketChannelEndPoint {
        private final LimitedConnector connector;
        private final SocketAddress peer;

        CountedEndPoint(
                SocketChannel channel,
                ManagedSelector selector,
                SelectionKey key,
                LimitedConnector connector,
                SocketAddress peer) {
            super(channel, selector, key, connector.getScheduler());
            this.connector = connector;
            this.peer = peer;
            setIdleTimeout(connector.getIdleTimeout());
        }

        @Override
        public void onClose(Throwable cause) {
            connector.limits.closed(peer);
            super.onClose(cause);
        }
    }
}
