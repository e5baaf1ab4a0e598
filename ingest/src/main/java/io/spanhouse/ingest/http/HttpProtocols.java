package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.storage.access.ListenerTls;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * The protocols of one HTTP port. In plain text HTTP/1.1, and HTTP/2 for clients that begin with it; with TLS the client
 * chooses between the two in the handshake. A new certificate is taken by the next handshake.
 */
final class HttpProtocols {
    private static final int STREAMS_PER_CONNECTION_MAX = 128;
    private static final int WINDOW_BYTES = 1 << 20;

    private HttpProtocols() {}

    /** From the outside in. */
    static ConnectionFactory[] of(ListenerOptions options, IngestMetrics metrics) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(options.headerBytesMax());
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ListenerTls tls = options.tls();
        if (tls == null) {
            return new ConnectionFactory[] {http1, limited(new PriorKnowledge(configuration, metrics), metrics)};
        }
        // Any host name will do: a certificate of one's own making rarely names all that point to it.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HTTP2ServerConnectionFactory http2 = limited(new Chosen(configuration, metrics), metrics);
        ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory(http2.getProtocol(), http1.getProtocol());
        choice.setDefaultProtocol(http1.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(sslContextFactory(tls), choice.getProtocol()), choice, http2, http1
        };
    }

    private static <F extends AbstractHTTP2ServerConnectionFactory> F limited(F http2, IngestMetrics metrics) {
        http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION_MAX);
        http2.setRateControlFactory(new CountedRateControl.Factory(metrics));
        http2.setInitialStreamRecvWindow(WINDOW_BYTES);
        http2.setInitialSessionRecvWindow(WINDOW_BYTES);
        return http2;
    }

    private static SslContextFactory.Server sslContextFactory(ListenerTls tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls.context());
        factory.setIncludeProtocols(ListenerTls.versions());
        factory.setNeedClientAuth(tls.needsClient());
        factory.setWantClientAuth(tls.wantsClient());
        return factory;
    }

    /**
     * HTTP/2 only for clients that begin with it. The upgrade of a request that is under way was dropped from the standard;
     * clients that offer it (the JDK's does by default) are served in HTTP/1.1.
     */
    private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {
        private final IngestMetrics metrics;

        PriorKnowledge(HttpConfiguration configuration, IngestMetrics metrics) {
            super(configuration);
            this.metrics = metrics;
        }

        @Override
        protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
            SessionFailures failures = new SessionFailures(metrics);
            return new HTTPServerSessionListener(endPoint) {
                @Override
                public void onFailure(Session session, Throwable failure, Callback callback) {
                    failures.count(failure);
                    super.onFailure(session, failure, callback);
                }
            };
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response) {
            return request.getMethod().equals("PRI")
                    ? super.upgradeConnection(connector, endPoint, request, response)
                    : null;
        }
    }

    /** HTTP/2 as the client chose it in the TLS handshake. */
    private static final class Chosen extends HTTP2ServerConnectionFactory {
        private final IngestMetrics metrics;

        Chosen(HttpConfiguration configuration, IngestMetrics metrics) {
            super(configuration);
            this.metrics = metrics;
        }

        @Override
        protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
            SessionFailures failures = new SessionFailures(metrics);
            return new HTTPServerSessionListener(endPoint) {
                @Override
                public void onFailure(Session session, Throwable failure, Callback callback) {
                    failures.count(failure);
                    super.onFailure(session, failure, callback);
                }
            };
        }
    }
}
