package io.spanhouse.ingest.grpc;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCredentials;
import io.grpc.ServerStreamTracer;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.ingest.OpenRequest;
import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.GrpcStatuses;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.admission.Peer;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.storage.access.ClientTrust;
import io.spanhouse.storage.access.Entrance;
import io.spanhouse.storage.access.ListenerTls;
import io.spanhouse.storage.access.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * OTLP over gRPC on one port, with the health and reflection services. Every limit that the library leaves open is set here
 * on purpose.
 *
 * <p>Reading a request runs on a small pool of its own, so that a large one does not hold up the connections' threads;
 * waiting for the disk holds no thread. Whoever starts it stops it; {@link TraceIngest} is drained before and closed after.
 */
public final class GrpcIngestServer {
    /** Room above the limit of a body, so that ours is the one that answers. */
    private static final int MESSAGE_BYTES_SLACK = 64 << 10;

    private static final int STREAMS_PER_CONNECTION_MAX = 128;
    private static final int FLOW_CONTROL_WINDOW_BYTES = 1 << 20;
    private static final int RESETS_PER_WINDOW_MAX = 200;
    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int CLIENT_PING_SECONDS_MIN = 9;

    /** Held, because the runtime forgets the level of a logger that nobody holds. */
    private static final Logger LIBRARY_LOG = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

    static {
        // It writes a stack trace for every oversized message and every broken connection, which clients can cause as
        // fast
        // as they like; these are counted and noted by us.
        LIBRARY_LOG.setLevel(Level.SEVERE);
    }

    private final TraceIngest ingest;
    private final GrpcThreads threads;
    private final SlowBodyWatch slowBodies;
    private final HealthStatusManager health = new HealthStatusManager();
    private final Server server;

    /**
     * A server that does not listen yet.
     *
     * @param httpPort port of OTLP over HTTP, to name to clients that mixed them up
     */
    public GrpcIngestServer(TraceIngest ingest, ListenerOptions options, int httpPort) {
        this.ingest = ingest;
        this.threads = new GrpcThreads(ingest.options().workers());
        this.slowBodies = new SlowBodyWatch(options.slowBodies(), threads.timer());
        this.server = build(options, new GateKeeper(options, ingest.metrics(), httpPort));
    }

    private Server build(ListenerOptions options, GateKeeper keeper) {
        ServerCredentials credentials = InternalNettyServerCredentials.create(GatedNegotiator.factory(
                InternalNettyServerCredentials.toNegotiator(credentials(options.tls())), keeper));
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(options.host(), options.port()), credentials)
                .executor(threads.workers())
                .bossEventLoopGroup(threads.acceptor())
                .workerEventLoopGroup(threads.connections())
                .channelType(threads.channelType())
                .addService(ExportMethod.service(this::startExport))
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .fallbackHandlerRegistry(new UnknownMethods(ingest))
                .decompressorRegistry(BodyDecompressors.registry(ingest.inflaters()))
                .addStreamTracerFactory(new GuardFactory())
                .maxInboundMessageSize(ingest.options().requestBytesMax() + MESSAGE_BYTES_SLACK)
                .maxInboundMetadataSize(options.headerBytesMax())
                .maxConcurrentCallsPerConnection(STREAMS_PER_CONNECTION_MAX)
                .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
                .maxRstFramesPerWindow(RESETS_PER_WINDOW_MAX, RESET_WINDOW_SECONDS)
                // Clients may ping every 10 s; a second of slack for their clocks and the network.
                .permitKeepAliveTime(CLIENT_PING_SECONDS_MIN, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(1, TimeUnit.MINUTES)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .maxConnectionIdle(options.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .handshakeTimeout(options.handshakeTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
        InternalNettyServerBuilder.setStatsEnabled(builder, false);
        InternalNettyServerBuilder.setTracingEnabled(builder, false);
        return builder.build();
    }

    private static ServerCredentials credentials(@Nullable ListenerTls tls) {
        if (tls == null) {
            return InsecureServerCredentials.create();
        }
        TlsServerCredentials.Builder credentials =
                TlsServerCredentials.newBuilder().keyManager(tls.certificate());
        ClientTrust clients = tls.clients();
        if (clients != null) {
            credentials.trustManager(clients);
            credentials.clientAuth(
                    tls.needsClient()
                            ? TlsServerCredentials.ClientAuth.REQUIRE
                            : TlsServerCredentials.ClientAuth.OPTIONAL);
        }
        return credentials.build();
    }

    /** Binds the port. */
    public void start() throws IOException {
        server.start();
        health.setStatus("", ServingStatus.SERVING);
        health.setStatus(TraceServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
    }

    /** What it answers; health and reflection ask for no key. */
    public List<Entrance> entrances() {
        List<Entrance> entrances = new ArrayList<>();
        server.getServices()
                .forEach(service -> service.getMethods().forEach(method -> {
                    String name = method.getMethodDescriptor().getFullMethodName();
                    boolean takesSpans =
                            name.equals(TraceServiceGrpc.getExportMethod().getFullMethodName());
                    entrances.add(new Entrance("POST", "/" + name, takesSpans ? Scope.INGEST : null));
                }));
        return entrances;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Takes no more connections or calls, waits so long for those that are there, then ends. */
    public void stop(Duration drainTimeout) throws InterruptedException {
        health.enterTerminalState();
        server.shutdown();
        if (!server.awaitTermination(drainTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
            server.shutdownNow();
            server.awaitTermination(1, TimeUnit.SECONDS);
        }
        slowBodies.close();
        threads.close();
    }

    private ServerCall.Listener<InputStream> startExport(ServerCall<InputStream, byte[]> call, Metadata headers) {
        StreamGuard guard = StreamGuard.OF_CALL.get();
        Peer peer = new Peer(
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
        try {
            OpenRequest request = ingest.begin(Transport.GRPC, CallHeaders.of(headers), peer);
            ExportCall export =
                    new ExportCall(call, request, ingest.otlp(RequestFormat.PROTOBUF), guard, threads.workers());
            export.start(slowBodies);
            return export;
        } catch (RejectedException e) {
            guard.answered();
            call.close(GrpcStatuses.status(e.rejection()), GrpcStatuses.trailers(e.rejection()));
            return new ServerCall.Listener<>() {};
        }
    }

    private final class GuardFactory extends ServerStreamTracer.Factory {
        @Override
        public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
            return new StreamGuard(
                    headers,
                    rejection -> ingest.refused(
                            Transport.GRPC,
                            rejection,
                            null,
                            CallHeaders.of(headers).first("user-agent")));
        }
    }
}
