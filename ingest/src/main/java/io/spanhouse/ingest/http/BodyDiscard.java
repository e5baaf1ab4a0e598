package io.spanhouse.ingest.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads and throws away what a client still sends after its answer was written. Closing the connection instead would reset
 * it under most clients before they read the answer, and they would try again what was refused for good. Bounded in bytes;
 * the connection's idle timeout bounds it in time.
 */
final class BodyDiscard implements Callback, Runnable {
    private final Request request;
    private final Callback after;
    private long bytesLeft;

    BodyDiscard(Request request, Callback after, long bytesMax) {
        this.request = request;
        this.after = after;
        this.bytesLeft = bytesMax;
    }

    @Override
    public void succeeded() {
        run();
    }

    @Override
    public void failed(Throwable failure) {
        after.failed(failure);
    }

    @Override
    public void run() {
        while (bytesLeft >= 0) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            bytesLeft -= chunk.remaining();
            boolean over = chunk.isLast() || Content.Chunk.isFailure(chunk);
            chunk.release();
            if (over) {
                break;
            }
        }
        after.succeeded();
    }
}
