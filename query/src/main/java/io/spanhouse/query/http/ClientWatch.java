package io.spanhouse.query.http;

import io.spanhouse.storage.filter.QueryControl;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a query when its client goes away while the answer is computed.
 *
 * <p>HTTP/2 says so by a reset, which Jetty reports. In HTTP/1.1 a client only closes its connection, which nobody sees who
 * does not read, so this reads: from some time after the body is in ({@link ClientWatches}) until the answer is done. What
 * arrives instead of an end is the start of a next request and is handed to the connection, which looks at it afterwards.
 */
final class ClientWatch implements AutoCloseable {
    private static final int AHEAD_BYTES_MAX = 4_096;

    private final QueryControl control;
    private final @Nullable AbstractEndPoint endPoint;
    private final Connection connection;
    private final ClientWatches watches;
    private final long madeNanoTime = NanoTime.now();
    private boolean listening;
    private boolean closed;

    private ClientWatch(Request request, QueryControl control, ClientWatches watches) {
        this.control = control;
        this.watches = watches;
        this.connection = request.getConnectionMetaData().getConnection();
        EndPoint found = connection.getEndPoint();
        boolean watchable =
                request.getConnectionMetaData().getHttpVersion().getVersion() <= HttpVersion.HTTP_1_1.getVersion()
                        && connection instanceof Connection.UpgradeTo
                        && request.consumeAvailable();
        this.endPoint = watchable && found instanceof AbstractEndPoint ? (AbstractEndPoint) found : null;
    }

    /** Starts to watch; the request's body has been read, or is not wanted. */
    static ClientWatch start(Request request, QueryControl control, ClientWatches watches) {
        request.addFailureListener(failure -> control.cancel());
        ClientWatch watch = new ClientWatch(request, control, watches);
        if (watch.endPoint != null) {
            watches.add(watch, request.getComponents().getScheduler());
        }
        return watch;
    }

    /** When it was made. */
    long madeNanoTime() {
        return madeNanoTime;
    }

    /** Begins to read, or goes on. */
    synchronized void listen() {
        if (endPoint != null && !closed) {
            listening = true;
            endPoint.tryFillInterested(new Arrival());
        }
    }

    /** Something came, or the end. Never blocks. */
    private synchronized void look() {
        if (endPoint == null || closed) {
            return;
        }
        ByteBuffer ahead = BufferUtil.allocate(AHEAD_BYTES_MAX);
        int filled;
        try {
            filled = endPoint.fill(ahead);
        } catch (IOException e) {
            filled = -1;
        }
        if (filled < 0) {
            control.cancel();
        } else if (filled == 0) {
            listen();
        } else {
            ((Connection.UpgradeTo) connection).onUpgradeTo(ahead);
        }
    }

    /** Ends watching, before the answer ends and the connection reads again. */
    @Override
    public void close() {
        watches.remove(this);
        end();
    }

    private synchronized void end() {
        closed = true;
        if (endPoint != null && listening) {
            endPoint.getFillInterest().onFail(new IOException("watching the client has ended"));
        }
    }

    private final class Arrival implements Callback {
        @Override
        public void succeeded() {
            look();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
