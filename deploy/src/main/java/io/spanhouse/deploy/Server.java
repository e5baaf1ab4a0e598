package io.spanhouse.deploy;

import io.spanhouse.deploy.config.ConfigurationException;
import io.spanhouse.deploy.config.ServerOptions;
import io.spanhouse.deploy.telemetry.AdminServer;
import io.spanhouse.deploy.telemetry.Logging;
import io.spanhouse.deploy.telemetry.Metrics;
import io.spanhouse.deploy.telemetry.OpenListener;
import io.spanhouse.ingest.OtlpServers;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryServer;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.AccessFiles;
import io.spanhouse.storage.access.ClientTrust;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.ReloadingKeyManager;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running program: the operator's port, the store, the ways of queries and of spans, their listeners, opened in this order
 * and closed in reverse, so that nothing is taken that cannot be kept and nothing is closed that is still used.
 */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(4);

    private final ServerOptions options;
    private final Deque<Step> closing = new ArrayDeque<>();
    private @Nullable AdminServer admin;
    private @Nullable QueryServer query;
    private @Nullable QueryServer zipkin;
    private @Nullable QueryServer jaegerHttp;
    private @Nullable QueryServer jaegerGrpc;
    private @Nullable QueryServer jaegerStorage;
    /** What an operator should know about this start. */
    private final List<String> notices = new ArrayList<>();

    private @Nullable OtlpServers otlp;

    /** What is to be closed, with its name for the log. */
    private record Step(String name, AutoCloseable resource) {}

    /** Ports that the listeners really have, 0 for those that are off. */
    public record Ports(int otlpGrpc, int otlpHttp, int query, int admin, int zipkin, ServerOptions.Jaeger jaeger) {
        /** For the log. */
        @Override
        public String toString() {
            return "OTLP/gRPC on " + otlpGrpc + ", OTLP/HTTP on " + otlpHttp + ", API on " + query + ", operator on "
                    + admin + ", Zipkin on " + zipkin + ", Jaeger on " + jaeger.httpPort() + ", by gRPC on "
                    + jaeger.grpcPort() + ", storage for Jaeger on " + jaeger.storagePort();
        }
    }

    private Server(ServerOptions options) {
        this.options = options;
    }

    /** Serves until the process is told to end; the exit code is 0 if it ended in order. */
    static int runToTheEnd(ServerOptions options) {
        Logging.configure(options.logs());
        Server server;
        try {
            server = start(options);
        } catch (ConfigurationException | StoreException | IOException e) {
            LOG.error("Spanhouse cannot start: {}", e.getMessage());
            return 1;
        }
        CountDownLatch told = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    told.countDown();
                    // Were this hook to return, the JVM would end with the exit code of the signal: it waits for the
                    // halt.
                    await(new CountDownLatch(1));
                },
                "spanhouse-end");
        Runtime.getRuntime().addShutdownHook(hook);
        await(told);
        int exitCode = 1;
        try {
            LOG.info("Spanhouse is told to end");
            server.close();
            LOG.info("Spanhouse ended in order");
            exitCode = 0;
        } finally {
            Runtime.getRuntime().halt(exitCode);
        }
        return exitCode;
    }

    /**
     * Starts everything.
     *
     * @throws ConfigurationException if keys or certificates cannot be read
     * @throws StoreException if the store cannot be opened
     * @throws IOException if a port is taken
     */
    public static Server start(ServerOptions options) throws IOException {
        Server server = new Server(options);
        try {
            server.open();
            return server;
        } catch (IOException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void open() throws IOException {
        long startedNanos = System.nanoTime();
        ServerOptions.Listen listen = options.listen();
        AccessFiles access = access(listen);
        Metrics metrics = new Metrics();
        later("metrics", metrics);
        metrics.bind(access);
        AdminServer operator = null;
        if (listen.adminPort() != 0) {
            operator = new AdminServer(Wiring.adminOptions(options, access), metrics, access, Main.VERSION);
            bind("admin.port " + listen.adminPort(), operator::start);
            later("operator's port", operator);
            admin = operator;
        }
        TraceStore store = TraceStore.open(options.store(), metrics.store());
        later("store", store);
        metrics.bind(store, options.memory());
        TraceIngest ingest =
                new TraceIngest(Wiring.collaborators(options, store, access.keys(), metrics), Wiring.ingest(options));
        later("ingest", ingest);
        startQuery(
                new QueryServer.Source(
                        store, access.keys(), metrics.query(), Wiring.documents(ingest), Wiring.facts(options, ingest)),
                ingest,
                access);
        startListeners(ingest, access);
        if (operator != null) {
            operator.ready(store, options, notices, listeners());
        }
        LOG.info(
                "Spanhouse {} is ready after {} ms: {}, data in {}, retention {} days or {} bytes",
                Main.VERSION,
                (System.nanoTime() - startedNanos) / 1_000_000,
                ports(),
                options.store().directory().toAbsolutePath(),
                options.store().retention().age().toDays(),
                options.store().retention().bytesMax());
    }

    private void startQuery(QueryServer.Source source, TraceIngest ingest, AccessFiles access) throws IOException {
        ServerOptions.Listen listen = options.listen();
        QueryOptions queries = Wiring.queryOptions(options, access);
        if (listen.queryPort() != 0) {
            QueryServer server = QueryServer.main(queries, source, Wiring.mounted(ingest));
            bind("query.port " + listen.queryPort(), server::start);
            later("query", server);
            query = server;
        }
        if (listen.zipkinPort() != 0) {
            QueryOptions there = queries.at(Wiring.queryListener(options, "zipkin", listen.zipkinPort(), access));
            zipkin = startDialect(
                    "zipkin.port " + listen.zipkinPort(),
                    QueryServer.zipkin(there, source, Wiring.mountedZipkin(ingest)));
        }
        startJaeger(queries, source, ingest, access);
    }

    private void startJaeger(QueryOptions queries, QueryServer.Source source, TraceIngest ingest, AccessFiles access)
            throws IOException {
        ServerOptions.Jaeger ports = options.listen().jaeger();
        if (ports.httpPort() != 0) {
            QueryOptions there = queries.at(Wiring.queryListener(options, "jaeger-http", ports.httpPort(), access));
            jaegerHttp = startDialect("jaeger.http-port " + ports.httpPort(), QueryServer.jaeger(there, source));
        }
        if (ports.grpcPort() != 0) {
            QueryOptions there = queries.at(Wiring.queryListener(options, "jaeger-grpc", ports.grpcPort(), access));
            jaegerGrpc = startDialect("jaeger.grpc-port " + ports.grpcPort(), QueryServer.jaegerGrpc(there, source));
        }
        if (ports.storagePort() != 0) {
            QueryOptions there =
                    queries.at(Wiring.queryListener(options, "jaeger-storage", ports.storagePort(), access));
            jaegerStorage = startDialect(
                    "jaeger.storage-port " + ports.storagePort(),
                    QueryServer.jaegerStorage(there, source, Wiring.mountedJaegerStorage(ingest)));
        }
    }

    /** Starts a dialect on a port of its own; where that is taken, the program goes on without it and says so. */
    private @Nullable QueryServer startDialect(String setting, QueryServer server) throws IOException {
        try {
            bind(setting, server::start);
        } catch (IOException e) {
            LOG.warn("{}; going on without it", e.getMessage());
            notices.add(String.valueOf(e.getMessage()));
            server.close();
            return null;
        }
        later(setting, server);
        return server;
    }

    /** Names the setting of a port that cannot be had. */
    private static void bind(String setting, Start listener) throws IOException {
        try {
            listener.start();
        } catch (IOException e) {
            throw new IOException(setting + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    /** Starts a listener. */
    @FunctionalInterface
    private interface Start {
        void start() throws IOException;
    }

    private void startListeners(TraceIngest ingest, AccessFiles access) throws IOException {
        ServerOptions.Listen listen = options.listen();
        OtlpServers servers = new OtlpServers(
                ingest,
                Wiring.listener(options, "otlp-grpc", listen.otlpGrpcPort(), access),
                Wiring.listener(options, "otlp-http", listen.otlpHttpPort(), access),
                Set.copyOf(options.ingest().corsOrigins()));
        later("OTLP", () -> servers.stop(DRAIN_TIMEOUT));
        bind("otlp.grpc-port " + listen.otlpGrpcPort() + " or otlp.http-port " + listen.otlpHttpPort(), servers::start);
        otlp = servers;
        later("requests in flight", () -> drain(ingest));
    }

    private static void drain(TraceIngest ingest) throws InterruptedException {
        ingest.drain();
        if (!ingest.awaitIdle(DRAIN_TIMEOUT)) {
            LOG.warn("{} requests were still in flight after {}", ingest.requestsInFlight(), DRAIN_TIMEOUT);
        }
    }

    private void later(String name, AutoCloseable resource) {
        closing.push(new Step(name, resource));
    }

    private static AccessFiles access(ServerOptions.Listen listen) {
        ReloadingKeyManager certificate = certificate(listen.tls());
        ClientTrust clients = clients(listen.tls());
        return new AccessFiles(keys(listen.keysFile(), clients), certificate, clients);
    }

    private static KeyRing keys(@Nullable Path file, @Nullable ClientTrust clients) {
        if (file == null) {
            return KeyRing.open(clients);
        }
        try {
            return KeyRing.of(file, clients, StoreClock.SYSTEM);
        } catch (IOException e) {
            throw new ConfigurationException("keys cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable ReloadingKeyManager certificate(ServerOptions.@Nullable Tls tls) {
        if (tls == null) {
            return null;
        }
        try {
            return new ReloadingKeyManager(tls.certificate(), tls.key(), StoreClock.SYSTEM);
        } catch (IOException e) {
            throw new ConfigurationException("the certificate cannot be read: " + e.getMessage(), e);
        }
    }

    private static @Nullable ClientTrust clients(ServerOptions.@Nullable Tls tls) {
        Path authorities = tls == null ? null : tls.clientAuthorities();
        if (authorities == null) {
            return null;
        }
        try {
            return new ClientTrust(authorities, StoreClock.SYSTEM);
        } catch (IOException e) {
            throw new ConfigurationException("the authorities of clients cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public Ports ports() {
        return new Ports(
                otlp == null ? 0 : otlp.grpcPort(),
                otlp == null ? 0 : otlp.httpPort(),
                port(query),
                admin == null ? 0 : admin.port(),
                port(zipkin),
                new ServerOptions.Jaeger(port(jaegerHttp), port(jaegerGrpc), port(jaegerStorage)));
    }

    /** What listens, with all that it answers. */
    private List<OpenListener> listeners() {
        List<OpenListener> open = new ArrayList<>();
        if (otlp != null) {
            open.add(new OpenListener("otlp-grpc", otlp.grpcPort(), otlp.grpcEntrances()));
            open.add(new OpenListener("otlp-http", otlp.httpPort(), otlp.httpEntrances()));
        }
        add("query", query, open);
        add("zipkin", zipkin, open);
        add("jaeger-http", jaegerHttp, open);
        add("jaeger-grpc", jaegerGrpc, open);
        add("jaeger-storage", jaegerStorage, open);
        return open;
    }

    private static void add(String name, @Nullable QueryServer server, List<OpenListener> open) {
        if (server != null) {
            open.add(new OpenListener(name, server.port(), server.entrances()));
        }
    }

    private static int port(@Nullable QueryServer server) {
        return server == null ? 0 : server.port();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more, finishes what was taken, closes the store. A step that fails is logged and the next one goes on. */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            Step step = closing.pop();
            try {
                step.resource().close();
            } catch (Exception e) {
                LOG.error("{} did not end in order", step.name(), e);
            }
        }
    }
}
