package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.Transport;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Closes connections whose request headers, or whose first byte, do not come in time. The server's idle timeout does not see
 * them, because a byte now and then keeps a connection busy. Looks at all connections a few times a second; a look costs
 * nanoseconds a connection. Whoever makes it closes it.
 */
final class HeaderWatch implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 500;

    private final ServerConnector connector;
    private final long timeoutNanos;
    private final IngestMetrics metrics;
    private final ScheduledFuture<?> looking;

    HeaderWatch(
            ServerConnector connector, Duration timeout, IngestMetrics metrics, ScheduledExecutorService scheduler) {
        this.connector = connector;
        this.timeoutNanos = timeout.toNanos();
        this.metrics = metrics;
        this.looking = scheduler.scheduleWithFixedDelay(
                this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            Connection connection = endPoint.getConnection();
            if (connection instanceof SslConnection ssl) {
                connection = ssl.getSslEndPoint().getConnection();
            }
            if (!(connection instanceof HttpConnection http1)) {
                continue;
            }
            long ageNanos = (System.currentTimeMillis() - endPoint.getCreatedTimeStamp()) * 1_000_000;
            HttpParser parser = http1.getParser();
            if (http1.getBytesIn() == 0 && ageNanos > timeoutNanos) {
                close(endPoint, ConnectionCloseReason.HANDSHAKE);
            } else if (parser.inHeaderState()
                    && !parser.isStart()
                    && System.nanoTime() - parser.getBeginNanoTime() > timeoutNanos) {
                close(endPoint, ConnectionCloseReason.HEADER_TIMEOUT);
            }
        }
    }

    private void close(EndPoint endPoint, ConnectionCloseReason reason) {
        metrics.connectionClosed(Transport.HTTP, reason);
        endPoint.close();
    }

    @Override
    public void close() {
        looking.cancel(false);
    }
}
