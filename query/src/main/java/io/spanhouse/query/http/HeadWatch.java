package io.spanhouse.query.http;

import io.spanhouse.query.QueryMetrics;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Closes connections whose request head, or whose first byte, does not come in time. The server's idle timeout does not see
 * them, because a byte now and then keeps a connection busy. Looks at all connections twice a second, at nanoseconds each,
 * on a thread of its own. A connection that waits for its next request is left to the idle timeout. Whoever makes it closes
 * it.
 */
final class HeadWatch implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 500;

    private final ServerConnector connector;
    private final long timeoutNanos;
    private final QueryMetrics metrics;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "query-heads");
        thread.setDaemon(true);
        return thread;
    });

    HeadWatch(ServerConnector connector, Duration timeout, QueryMetrics metrics) {
        this.connector = connector;
        this.timeoutNanos = timeout.toNanos();
        this.metrics = metrics;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It goes on until the timer is shut down.
    void start() {
        timer.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            Connection connection = endPoint.getConnection();
            if (connection instanceof SslConnection ssl) {
                connection = ssl.getSslEndPoint().getConnection();
            }
            if (connection instanceof HttpConnection http && isLate(endPoint, http)) {
                metrics.headTimedOut();
                endPoint.close();
            }
        }
    }

    private boolean isLate(EndPoint endPoint, HttpConnection http) {
        if (http.getBytesIn() == 0) {
            long ageMillis = System.currentTimeMillis() - endPoint.getCreatedTimeStamp();
            return TimeUnit.MILLISECONDS.toNanos(ageMillis) > timeoutNanos;
        }
        HttpParser parser = http.getParser();
        return parser.inHeaderState()
                && !parser.isStart()
                && System.nanoTime() - parser.getBeginNanoTime() > timeoutNanos;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
