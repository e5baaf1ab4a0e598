package io.spanhouse.ingest.http;

import io.spanhouse.ingest.OpenRequest;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.admission.BodyBuffer;
import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import io.spanhouse.ingest.otlp.WalkResult;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One export on its way: takes the body as it arrives, inflates and reads it when it is whole, answers when the spans are on
 * disk. No thread waits for any of it. The watch may refuse it meanwhile; whoever is first to answer wins.
 */
final class ExportExchange implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ExportExchange.class);

    private final OpenRequest open;
    private final Request request;
    private final RequestReader reader;
    private final Answering answers;
    private final SentBody body;
    private final BodyBuffer wire;
    private final AtomicBoolean answered = new AtomicBoolean();
    private SlowBodyWatch.@Nullable OpenBody arriving;

    ExportExchange(OpenRequest open, Request request, SentBody body, RequestReader reader, Answering answers) {
        this.open = open;
        this.request = request;
        this.body = body;
        this.reader = reader;
        this.answers = answers;
        this.wire = open.newWireBody().expect(request.getLength());
    }

    /** Begins to take bytes. */
    void start(SlowBodyWatch slowBodies) {
        arriving = slowBodies.begin(this::tooSlow);
        run();
    }

    /** Takes what has arrived; called again when there is more. */
    @Override
    public void run() {
        try {
            while (!answered.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    clientGone(chunk.getFailure());
                    return;
                }
                boolean last = chunk.isLast();
                take(chunk);
                if (last) {
                    bodyIsOver();
                    export();
                    return;
                }
            }
        } catch (RejectedException e) {
            refuse(e.rejection());
        } catch (RuntimeException | Error e) {
            LOG.error("reading a request failed", e);
            refuse(Rejection.of(RejectionKind.INTERNAL, "reading the request failed: " + e));
        }
    }

    private void take(Content.Chunk chunk) throws RejectedException {
        try {
            if (arriving != null) {
                arriving.arrived(chunk.remaining());
            }
            wire.write(chunk.getByteBuffer());
        } finally {
            chunk.release();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Nothing comes after the end.
    private void export() throws RejectedException {
        long wireBytes = wire.size();
        open.export(reader, body.inflated(wire.takeAll()), wireBytes)
                .whenCompleteAsync(this::finish, request.getComponents().getExecutor());
    }

    private void finish(@Nullable WalkResult taken, @Nullable Throwable failure) {
        if (taken != null) {
            if (answered.compareAndSet(false, true)) {
                answers.stored(taken);
                open.close();
            }
        } else if (failure instanceof CompletionException && failure.getCause() instanceof RejectedException rejected) {
            refuse(rejected.rejection());
        } else {
            LOG.error("storing a request failed", failure);
            refuse(Rejection.of(RejectionKind.INTERNAL, "storing the request failed: " + failure));
        }
    }

    private void tooSlow() {
        if (refuse(Rejection.of(RejectionKind.SLOW_BODY, "the request's body did not arrive in time"))) {
            open.streamCut(ConnectionCloseReason.SLOW_BODY);
        }
    }

    private boolean refuse(Rejection rejection) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        bodyIsOver();
        open.refused(rejection);
        answers.refuse(rejection);
        open.close();
        return true;
    }

    private void clientGone(Throwable failure) {
        if (answered.compareAndSet(false, true)) {
            bodyIsOver();
            LOG.debug("a client went away before its request was whole", failure);
            answers.abandon(failure);
            open.close();
        }
    }

    private void bodyIsOver() {
        if (arriving != null) {
            arriving.close();
        }
    }
}
