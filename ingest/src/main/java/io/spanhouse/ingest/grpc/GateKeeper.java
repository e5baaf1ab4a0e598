package io.spanhouse.ingest.grpc;

import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.ConnectionLimits;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.admission.Transport;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections of one gRPC port share: limits, counters, and what a client of the wrong port is told. */
final class GateKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(GateKeeper.class);
    private static final long LINE_EVERY_NANOS = 1_000_000_000L;

    private final ListenerOptions options;
    private final IngestMetrics metrics;
    private final ConnectionLimits limits;
    private final int httpPort;
    private final byte[] http1Answer;
    private final AtomicLong nextLineNanos = new AtomicLong(System.nanoTime());

    GateKeeper(ListenerOptions options, IngestMetrics metrics, int httpPort) {
        this.options = options;
        this.metrics = metrics;
        this.limits = new ConnectionLimits(options.connectionsMax(), options.connectionsPerAddressMax());
        this.httpPort = httpPort;
        String message = "This port takes OTLP over gRPC. OTLP over HTTP goes to port " + httpPort
                + ", path /v1/traces; or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc.\n";
        http1Answer = ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + message.length() + "\r\nConnection: close\r\n\r\n" + message)
                .getBytes(StandardCharsets.US_ASCII);
    }

    boolean tls() {
        return options.tls() != null;
    }

    Duration handshakeTimeout() {
        return options.handshakeTimeout();
    }

    ConnectionLimits limits() {
        return limits;
    }

    byte[] http1Answer() {
        return http1Answer;
    }

    void closed(ConnectionCloseReason reason) {
        metrics.connectionClosed(Transport.GRPC, reason);
    }

    void wrongProtocol(SocketAddress peer, String found) {
        closed(ConnectionCloseReason.WRONG_PROTOCOL);
        long now = System.nanoTime();
        long due = nextLineNanos.get();
        if (now - due >= 0 && nextLineNanos.compareAndSet(due, now + LINE_EVERY_NANOS)) {
            LOG.warn("{} sent {} to the OTLP/gRPC port; OTLP over HTTP goes to port {}", peer, found, httpPort);
        }
    }
}
