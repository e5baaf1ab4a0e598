package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.Peer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/** The other end of an HTTP request's connection. */
final class HttpPeers {
    private HttpPeers() {}

    static Peer of(Request request) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        EndPoint.SslSessionData secure =
                connection.getConnection().getEndPoint().getSslSessionData();
        return new Peer(connection.getRemoteSocketAddress(), secure == null ? null : secure.sslSession());
    }
}
