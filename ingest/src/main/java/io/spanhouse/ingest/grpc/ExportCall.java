package io.spanhouse.ingest.grpc;

import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.spanhouse.ingest.OpenRequest;
import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.admission.BadEncodingException;
import io.spanhouse.ingest.admission.BodyBuffer;
import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.GrpcStatuses;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One export on its way. The message is read when it is whole and handed on when the client has closed its side; the answer
 * leaves when the spans are on disk. A refusal may come earlier from the connection's thread (no permit for arriving bytes)
 * or from the watch (too slow); whoever is first to answer wins.
 */
final class ExportCall extends ServerCall.Listener<InputStream> {
    private static final Logger LOG = LoggerFactory.getLogger(ExportCall.class);

    private final ServerCall<InputStream, byte[]> call;
    private final OpenRequest request;
    private final RequestReader reader;
    private final StreamGuard guard;
    private final Executor executor;
    private final AtomicBoolean answered = new AtomicBoolean();
    private SlowBodyWatch.@Nullable OpenBody arriving;
    private @Nullable ByteSlice body;
    private long wireBytes;
    private volatile boolean exporting;

    ExportCall(
            ServerCall<InputStream, byte[]> call,
            OpenRequest request,
            RequestReader reader,
            StreamGuard guard,
            Executor executor) {
        this.call = call;
        this.request = request;
        this.reader = reader;
        this.guard = guard;
        this.executor = executor;
    }

    /** Begins to take bytes. */
    void start(SlowBodyWatch slowBodies) {
        arriving = slowBodies.begin(this::tooSlow);
        guard.attach(this::bytesArrived);
        // Two, so that a second message of a client that is not unary would be seen and refused.
        call.request(2);
    }

    private void bytesArrived(long bytes) {
        if (arriving != null) {
            arriving.arrived(bytes);
        }
        try {
            request.permits().hold(bytes);
        } catch (RejectedException e) {
            refuse(e.rejection());
        }
    }

    @Override
    public void onMessage(InputStream message) {
        if (answered.get()) {
            return;
        }
        try {
            if (body != null) {
                throw new RejectedException(RejectionKind.MALFORMED, "found a second message, expected one");
            }
            wireBytes = guard.wireBytes();
            BodyBuffer buffer = message instanceof KnownLength
                    ? request.newWireBody().expectReceived(message.available())
                    : request.newInflatedBody(wireBytes);
            buffer.readAll(message);
            request.permits().release(wireBytes);
            body = buffer.takeAll();
        } catch (RejectedException e) {
            refuse(e.rejection());
        } catch (BadEncodingException e) {
            refuse(Rejection.of(RejectionKind.BAD_ENCODING, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            refuse(Rejection.of(RejectionKind.MALFORMED, "the message could not be read: " + e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("taking a request failed", e);
            refuse(Rejection.of(RejectionKind.INTERNAL, "taking the request failed: " + e));
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing comes after the end.
    public void onHalfClose() {
        if (answered.get()) {
            return;
        }
        bodyIsOver();
        ByteSlice whole = body;
        body = null;
        if (whole == null) {
            refuse(Rejection.of(RejectionKind.MALFORMED, "found no message, expected one"));
            return;
        }
        try {
            CompletableFuture<WalkResult> stored = request.export(reader, whole, wireBytes);
            exporting = true;
            stored.whenCompleteAsync(this::finish, executor);
        } catch (RejectedException e) {
            refuse(e.rejection());
        } catch (RuntimeException | Error e) {
            LOG.error("reading a request failed", e);
            refuse(Rejection.of(RejectionKind.INTERNAL, "reading the request failed: " + e));
        }
    }

    private void finish(@Nullable WalkResult taken, @Nullable Throwable failure) {
        if (taken != null) {
            answer(RequestFormat.PROTOBUF.answer(taken));
        } else if (failure instanceof CompletionException && failure.getCause() instanceof RejectedException rejected) {
            refuse(rejected.rejection());
        } else {
            LOG.error("storing a request failed", failure);
            refuse(Rejection.of(RejectionKind.INTERNAL, "storing the request failed: " + failure));
        }
        request.close();
    }

    /** The client went away. What the store has taken meanwhile still counts as in flight until it is on disk. */
    @Override
    public void onCancel() {
        guard.answered();
        bodyIsOver();
        if (answered.compareAndSet(false, true) && !exporting) {
            request.close();
        }
    }

    private void answer(byte[] answer) {
        if (answered.compareAndSet(false, true)) {
            guard.answered();
            call.sendHeaders(new Metadata());
            call.sendMessage(answer);
            call.close(Status.OK, new Metadata());
        }
    }

    private void tooSlow() {
        String message = "the request did not arrive in time: " + guard.wireBytes() + " bytes so far";
        if (refuse(Rejection.of(RejectionKind.SLOW_BODY, message))) {
            request.streamCut(ConnectionCloseReason.SLOW_BODY);
        }
    }

    private boolean refuse(Rejection rejection) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        guard.answered();
        bodyIsOver();
        request.refused(rejection);
        call.close(GrpcStatuses.status(rejection), GrpcStatuses.trailers(rejection));
        request.close();
        return true;
    }

    private void bodyIsOver() {
        if (arriving != null) {
            arriving.close();
        }
    }
}
