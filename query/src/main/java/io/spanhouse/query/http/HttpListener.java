package io.spanhouse.query.http;

import io.spanhouse.query.MountedHandler;
import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.ListenerTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.compression.zstandard.ZstandardCompression;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * One listening port with its routes: HTTP/1.1 and HTTP/2, in plain text or under TLS. Threads: one per query that runs and
 * some for the connections, so the limit of queries bounds them. {@link #close} finishes what runs, for {@value
 * #STOP_MILLIS} ms at most.
 */
public final class HttpListener implements AutoCloseable {
    private static final long IDLE_MILLIS = 60_000;
    private static final long STOP_MILLIS = 5_000;
    private static final long STOP_IDLE_MILLIS = 100;
    private static final int HEADER_BYTES_MAX = 16 << 10;
    private static final int STREAMS_MAX = 128;
    private static final int THREADS_BESIDE_QUERIES = 16;

    /** Odd paths are let through to the router, which takes none of them apart wrongly and answers 400 or 404 itself. */
    private static final UriCompliance PATHS = UriCompliance.from(EnumSet.of(
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));

    private final Server server;
    private final ServerConnector connector;
    private final Dispatcher dispatcher;
    private final HeadWatch heads;

    /** What a listener reads from, who may ask, what one query may take, and where figures go. */
    public record Parts(TraceStore store, KeyRing keys, QueryOptions.Limits limits, QueryMetrics metrics) {}

    /** A listener that is not started. */
    public HttpListener(QueryOptions.Listener where, Router router, List<MountedHandler> mounted, Parts parts) {
        QueuedThreadPool threads =
                new QueuedThreadPool(parts.limits().concurrentMax() + THREADS_BESIDE_QUERIES + STREAMS_MAX);
        threads.setName("query");
        server = new Server(threads);
        server.setStopTimeout(STOP_MILLIS);
        dispatcher = new Dispatcher(router, parts.store(), parts.keys(), parts.limits(), parts.metrics());
        Handler routes = mounted.isEmpty() ? dispatcher : new MountedHandlers(mounted, dispatcher);
        server.setHandler(new GracefulHandler(compressed(routes)));
        server.setRequestLog(new AccessLog());
        server.setErrorHandler(new BareErrors(parts.metrics()));
        connector = new ServerConnector(server, 1, 1, protocols(where.tls()));
        connector.setHost(where.host());
        connector.setPort(where.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setShutdownIdleTimeout(STOP_IDLE_MILLIS);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(where.connectionsMax(), server));
        heads = new HeadWatch(connector, where.headTimeout(), parts.metrics());
    }

    private static Handler compressed(Handler routes) {
        CompressionHandler handler = new CompressionHandler(routes);
        handler.putCompression(new ZstandardCompression());
        handler.putCompression(new GzipCompression());
        CompressionConfig config = CompressionConfig.builder()
                .compressIncludeMethod("GET")
                .compressIncludeMethod("POST")
                .compressIncludeMimeType("application/json")
                .compressIncludeMimeType("application/x-protobuf")
                .compressIncludeMimeType("application/protobuf")
                .compressIncludeMimeType("text/*")
                // Events would wait for more of them.
                .compressExcludeMimeType("text/event-stream")
                // Requests are inflated by BodyReader: Jetty's own way never ends on a body that is cut off.
                .decompressExcludePath("/*")
                .build();
        handler.putConfiguration("/*", config);
        return handler;
    }

    private static ConnectionFactory[] protocols(@Nullable ListenerTls tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES_MAX);
        http.setUriCompliance(PATHS);
        HttpConnectionFactory http1 = new RawQueries(http);
        List<ConnectionFactory> factories = new ArrayList<>();
        if (tls == null) {
            factories.add(http1);
            factories.add(bounded(new PriorKnowledge(http)));
        } else {
            ALPNServerConnectionFactory choice = new ALPNServerConnectionFactory("h2", "http/1.1");
            choice.setDefaultProtocol(http1.getProtocol());
            factories.add(new SslConnectionFactory(secure(tls), choice.getProtocol()));
            factories.add(choice);
            factories.add(bounded(new HTTP2ServerConnectionFactory(http)));
            factories.add(http1);
        }
        return factories.toArray(new ConnectionFactory[0]);
    }

    private static ConnectionFactory bounded(AbstractHTTP2ServerConnectionFactory factory) {
        factory.setMaxConcurrentStreams(STREAMS_MAX);
        return factory;
    }

    private static SslContextFactory.Server secure(ListenerTls tls) {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(tls.context());
        factory.setIncludeProtocols(ListenerTls.versions());
        factory.setNeedClientAuth(tls.needsClient());
        factory.setWantClientAuth(tls.wantsClient());
        return factory;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the port is taken
     */
    public void start() throws IOException {
        try {
            server.start();
            heads.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the listener did not start: " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Queries that are being answered now. */
    public int running() {
        return dispatcher.running();
    }

    @Override
    public void close() throws IOException {
        heads.close();
        dispatcher.closing();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the listener did not stop in good order: " + e.getMessage(), e);
        }
    }
}
