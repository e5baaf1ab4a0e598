package io.spanhouse.ingest.testing;

import io.spanhouse.ingest.IngestOptions;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.Authenticator;
import io.spanhouse.ingest.admission.ByteRates;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.admission.MemoryPermits;
import io.spanhouse.ingest.admission.Sender;
import io.spanhouse.ingest.grpc.GrpcIngestServer;
import io.spanhouse.ingest.http.CorsOptions;
import io.spanhouse.ingest.http.HttpIngestServer;
import io.spanhouse.ingest.otlp.WalkOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Both OTLP listeners on free loopback ports, the real pipeline behind them, and a store in memory. */
public final class TestServers implements AutoCloseable {
    /** Where gRPC clients of the HTTP port are sent. */
    public static final int GRPC_PORT_NAMED = 4317;

    /** Where HTTP clients of the gRPC port are sent. */
    public static final int HTTP_PORT_NAMED = 4318;

    public final MemorySink sink = new MemorySink();
    public final RecordingMetrics metrics = new RecordingMetrics();
    public final AtomicBoolean writable = new AtomicBoolean(true);
    public final MemoryPermits permits;
    public final TraceIngest ingest;
    public final GrpcIngestServer grpc;
    public final HttpIngestServer http;

    /** How they are set up; start from {@link #DEFAULT}. */
    public record Setup(
            int requestBytesMax,
            long permitBytes,
            Authenticator authenticator,
            ListenerOptions listener,
            CorsOptions cors) {
        public static final Setup DEFAULT = new Setup(
                4 << 20,
                256 << 20,
                (headers, peer) -> new Sender("anonymous", 1, "default", 0),
                ListenerOptions.plain("127.0.0.1", 0),
                new CorsOptions(Set.of("https://shop.example")));

        public Setup withPermitBytes(long bytes) {
            return new Setup(requestBytesMax, bytes, authenticator, listener, cors);
        }

        public Setup withRequestBytesMax(int bytes) {
            return new Setup(bytes, permitBytes, authenticator, listener, cors);
        }

        public Setup withAuthenticator(Authenticator other) {
            return new Setup(requestBytesMax, permitBytes, other, listener, cors);
        }

        public Setup withListener(ListenerOptions other) {
            return new Setup(requestBytesMax, permitBytes, authenticator, other, cors);
        }
    }

    public TestServers() throws IOException {
        this(Setup.DEFAULT);
    }

    public TestServers(Setup setup) throws IOException {
        permits = new MemoryPermits(setup.permitBytes());
        ingest = new TraceIngest(
                new TraceIngest.Collaborators(
                        sink,
                        setup.authenticator(),
                        permits,
                        new ByteRates(),
                        writable::get,
                        metrics,
                        InstantSource.system()),
                new IngestOptions(
                        setup.requestBytesMax(),
                        new WalkOptions(
                                WalkOptions.DEFAULT.limits(),
                                WalkOptions.DEFAULT.retentionSeconds(),
                                WalkOptions.DEFAULT.refuseOlderThanSeconds(),
                                2L * setup.requestBytesMax()),
                        2));
        grpc = new GrpcIngestServer(ingest, setup.listener(), HTTP_PORT_NAMED);
        http = new HttpIngestServer(ingest, setup.listener(), setup.cors(), GRPC_PORT_NAMED);
        grpc.start();
        http.start();
    }

    /** Empties the store and the counters. */
    public void forget() {
        sink.forget();
        metrics.forget();
    }

    @Override
    public void close() throws IOException {
        ingest.drain();
        try {
            ingest.awaitIdle(Duration.ofSeconds(2));
            grpc.stop(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(Duration.ofSeconds(2));
        ingest.close();
    }
}
