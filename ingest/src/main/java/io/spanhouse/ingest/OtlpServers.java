package io.spanhouse.ingest;

import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.grpc.GrpcIngestServer;
import io.spanhouse.ingest.http.CorsOptions;
import io.spanhouse.ingest.http.HttpIngestServer;
import io.spanhouse.storage.access.Entrance;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two ports of OTLP over one {@link TraceIngest}. A listener without options is off. Whoever starts them stops them,
 * after {@link TraceIngest#drain} and before closing it. Not thread-safe.
 */
public final class OtlpServers {
    private final @Nullable GrpcIngestServer grpc;
    private final @Nullable HttpIngestServer http;

    /**
     * Servers that do not listen yet.
     *
     * @param grpc where gRPC listens, null for nowhere
     * @param http where HTTP listens, null for nowhere
     * @param corsOrigins web pages that may send from a browser, {@code *} for all
     */
    public OtlpServers(
            TraceIngest ingest,
            @Nullable ListenerOptions grpc,
            @Nullable ListenerOptions http,
            Set<String> corsOrigins) {
        int grpcPort = grpc == null ? 0 : grpc.port();
        int httpPort = http == null ? 0 : http.port();
        this.grpc = grpc == null ? null : new GrpcIngestServer(ingest, grpc, httpPort);
        this.http = http == null ? null : new HttpIngestServer(ingest, http, new CorsOptions(corsOrigins), grpcPort);
    }

    /**
     * Binds the ports.
     *
     * @throws IOException if one is taken; the other may listen then
     */
    public void start() throws IOException {
        if (grpc != null) {
            grpc.start();
        }
        if (http != null) {
            http.start();
        }
    }

    /** The port of gRPC, 0 if it is off. */
    public int grpcPort() {
        return grpc == null ? 0 : grpc.port();
    }

    /** The port of HTTP, 0 if it is off. */
    public int httpPort() {
        return http == null ? 0 : http.port();
    }

    /** What the port of gRPC answers; nothing if it is off. */
    public List<Entrance> grpcEntrances() {
        return grpc == null ? List.of() : grpc.entrances();
    }

    /** What the port of HTTP answers; nothing if it is off. */
    public List<Entrance> httpEntrances() {
        return http == null ? List.of() : http.entrances();
    }

    /** Takes no more connections, waits so long for requests that are there, then ends. */
    public void stop(Duration drainTimeout) throws IOException, InterruptedException {
        try {
            if (http != null) {
                http.stop(drainTimeout);
            }
        } finally {
            if (grpc != null) {
                grpc.stop(drainTimeout);
            }
        }
    }
}
