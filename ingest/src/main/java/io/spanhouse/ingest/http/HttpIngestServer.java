package io.spanhouse.ingest.http;

import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import io.spanhouse.storage.access.Entrance;
import io.spanhouse.storage.access.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OTLP over HTTP on one port, HTTP/1.1 and HTTP/2 by prior knowledge. Whoever starts it stops it; {@link TraceIngest} is
 * drained before and closed after.
 */
public final class HttpIngestServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpIngestServer.class);

    /** How long an idle connection is kept once the server stops. */
    private static final long IDLE_AT_STOP_MILLIS = 50;

    /** One accepts, one selects; the rest leaves room for connections that are just being opened or closed. */
    private static final int THREADS_BESIDE_WORKERS = 6;

    private final Server server;
    private final LimitedConnector connector;
    private final SlowBodyWatch slowBodies;
    private final HeaderWatch headers;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * A server that does not listen yet.
     *
     * @param grpcPort port of OTLP over gRPC, to name to clients that mixed them up
     */
    public HttpIngestServer(TraceIngest ingest, ListenerOptions options, CorsOptions cors, int grpcPort) {
        int workers = ingest.options().workers();
        QueuedThreadPool threads = new QueuedThreadPool(workers + THREADS_BESIDE_WORKERS, workers);
        threads.setName("otlp-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "otlp-http-timer");
            thread.setDaemon(true);
            return thread;
        });
        slowBodies = new SlowBodyWatch(options.slowBodies(), timer);
        server = new Server(threads);
        connector =
                new LimitedConnector(server, options, ingest.metrics(), HttpProtocols.of(options, ingest.metrics()));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
        server.addConnector(connector);
        server.setHandler(new TraceHandler(ingest, cors, slowBodies, grpcPort));
        server.setErrorHandler(new ProtocolErrors(ingest));
        headers = new HeaderWatch(connector, options.handshakeTimeout(), ingest.metrics(), timer);
    }

    /** Binds the port. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the HTTP listener did not start", e);
        }
    }

    /** What it answers. */
    public List<Entrance> entrances() {
        return List.of(new Entrance("POST", TraceHandler.PATH, Scope.INGEST));
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no more connections, waits so long for requests that are there, then ends. */
    public void stop(Duration drainTimeout) throws IOException {
        headers.close();
        slowBodies.close();
        timer.shutdownNow();
        server.setStopTimeout(drainTimeout.toMillis());
        try {
            server.stop();
        } catch (TimeoutException e) {
            LOG.warn("requests were still in flight after {}; they were cut", drainTimeout, e);
        } catch (Exception e) {
            throw new IOException("the HTTP listener did not stop", e);
        }
    }
}
