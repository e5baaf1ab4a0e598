package io.spanhouse.deploy.telemetry;

import io.spanhouse.deploy.config.ServerOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.AccessFiles;
import io.spanhouse.storage.access.ListenerTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The operator's port: {@code /metrics}, {@code /healthz}, {@code /readyz}, {@code /status}, {@code /routes}. Listens before the store is
 * opened, so that a long replay can be told from a dead process. Probes and metrics need no key; the rest needs one with the
 * scope {@code admin} where keys are configured.
 */
public final class AdminServer implements AutoCloseable {
    private static final int THREADS_MAX = 8;
    private static final int IDLE_TIMEOUT_MILLIS = 30_000;

    private final Server server;
    private final ServerConnector connector;
    private final AdminHandler handler;

    /**
     * Where it listens.
     *
     * @param tls null for plain text
     */
    public record Options(String host, int port, @Nullable ListenerTls tls) {}

    /** A server that does not listen yet. */
    public AdminServer(Options options, Metrics metrics, AccessFiles access, String version) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, 1);
        threads.setName("admin");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        ListenerTls tls = options.tls();
        connector = tls == null
                ? new ServerConnector(server, 1, 1, http)
                : new ServerConnector(server, 1, 1, new SslConnectionFactory(secure(tls), http.getProtocol()), http);
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        server.addConnector(connector);
        handler = new AdminHandler(metrics, access, version);
        server.setHandler(handler);
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
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the operator's port did not start", e);
        }
    }

    /**
     * The store is open and the listeners listen.
     *
     * @param notices what an operator should know about this start
     * @param listeners what the others answer
     */
    public void ready(
            TraceStore store, ServerOptions serverOptions, List<String> notices, List<OpenListener> listeners) {
        List<OpenListener> all = new ArrayList<>(listeners);
        all.add(new OpenListener("admin", port(), AdminHandler.ENTRANCES));
        handler.ready(store, serverOptions, notices, all);
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the operator's port did not stop", e);
        }
    }
}
