package io.spanhouse.query.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 in plain text only for clients that begin with it. The upgrade of a request that is under way was dropped from the
 * standard; clients that offer it (the JDK's does by default, and gives up what runs when the server says that it ends) are
 * served in HTTP/1.1.
 */
final class PriorKnowledge extends HTTP2CServerConnectionFactory {
    PriorKnowledge(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public @Nullable Connection upgradeConnection(
            Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response) {
        return request.getMethod().equals("PRI")
                ? super.upgradeConnection(connector, endPoint, request, response)
                : null;
    }
}
