package io.spanhouse.ingest;

import io.spanhouse.ingest.admission.BodyBuffer;
import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.PermitHolder;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Sender;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.SpanRejection;
import io.spanhouse.ingest.otlp.SpanRepair;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.AppendResult;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.StoreException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request between its headers and its answer. It holds permits for every byte of it and counts as in flight until {@link
 * #close}, which the transport calls when it has given the answer away, or when the client has gone before the body was
 * whole. Closing is thread-safe and may be repeated; the rest is one thread at a time.
 */
public final class OpenRequest implements AutoCloseable {
    private static final SpanRejection[] REJECTIONS = SpanRejection.values();
    private static final SpanRepair[] REPAIRS = SpanRepair.values();

    /** Spans repeat themselves: a guess that spares most bodies from being copied when they are whole. */
    private static final int USUAL_COMPRESSION = 8;

    /** For the log: the other end of the connection, and what the client calls itself. */
    record Origin(@Nullable SocketAddress peer, @Nullable String client) {}

    private final TraceIngest ingest;
    private final Transport transport;
    private final Sender sender;
    private final Origin origin;
    private final PermitHolder permits;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenRequest(TraceIngest ingest, Transport transport, Sender sender, Origin origin) {
        this.ingest = ingest;
        this.transport = transport;
        this.sender = sender;
        this.origin = origin;
        this.permits = ingest.collaborators().permits().newHolder();
    }

    /** What it holds of the permits. */
    public PermitHolder permits() {
        return permits;
    }

    /** An empty buffer for the body as sent. */
    public BodyBuffer newWireBody() {
        return new BodyBuffer(permits, ingest.options().requestBytesMax(), RejectionKind.TOO_LARGE);
    }

    /** An empty buffer for what a body of so many bytes inflates to. */
    public BodyBuffer newInflatedBody(long compressedBytes) {
        return new BodyBuffer(permits, ingest.options().requestBytesMax(), RejectionKind.INFLATED_TOO_LARGE)
                .expect(compressedBytes * USUAL_COMPRESSION);
    }

    /**
     * Reads the request and hands its spans to the store.
     *
     * @param body the inflated bytes; not used after this returns
     * @param wireBytes how many they were on the wire, for counters
     * @return what was read, when the spans are on disk; fails with a {@link RejectedException}
     */
    public CompletableFuture<WalkResult> export(RequestReader reader, ByteSlice body, long wireBytes)
            throws RejectedException {
        ingest.collaborators().rates().spend(sender, body.length);
        WalkResult result = resolved(read(reader, body));
        int inflatedBytes = body.length;
        permits.hold(result.batch().retainedBytes());
        permits.release(inflatedBytes);
        return append(result).handle((appended, failure) -> {
            if (failure != null) {
                throw new CompletionException(new RejectedException(rejection(failure)));
            }
            count(result, appended, wireBytes, inflatedBytes);
            return result;
        });
    }

    private static WalkResult read(RequestReader reader, ByteSlice body) throws RejectedException {
        try {
            return reader.read(body);
        } catch (MalformedRequestException e) {
            RejectionKind kind = switch (e.reason()) {
                case MALFORMED -> RejectionKind.MALFORMED;
                case JSON_DEPTH -> RejectionKind.JSON_DEPTH;
                case JSON_ENUM -> RejectionKind.JSON_ENUM;
                case TOO_LARGE -> RejectionKind.TOO_LARGE;
            };
            throw new RejectedException(kind, String.valueOf(e.getMessage()));
        }
    }

    private WalkResult resolved(WalkResult result) throws RejectedException {
        try {
            return ingest.collaborators().frames().apply(sender.project(), result);
        } catch (StoreException e) {
            throw new RejectedException(Rejection.of(e));
        }
    }

    private CompletableFuture<AppendResult> append(WalkResult result) throws RejectedException {
        if (result.batch().rowCount() == 0) {
            return CompletableFuture.completedFuture(AppendResult.NOTHING);
        }
        try {
            return ingest.collaborators().sink().append(sender.project(), result.batch());
        } catch (StoreException e) {
            throw new RejectedException(Rejection.of(e));
        }
    }

    private static Rejection rejection(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof StoreException store
                ? Rejection.of(store)
                : Rejection.of(RejectionKind.INTERNAL, "the spans could not be stored: " + cause);
    }

    private void count(WalkResult result, AppendResult appended, long wireBytes, long inflatedBytes) {
        IngestMetrics metrics = ingest.metrics();
        metrics.accepted(transport, sender.projectName(), wireBytes, inflatedBytes, result.spansAccepted());
        if (result.spansRejected() > 0) {
            ingest.refusedSpans(transport, result, origin.peer(), origin.client());
            for (SpanRejection reason : REJECTIONS) {
                if (result.rejected(reason) > 0) {
                    metrics.spansRejected(reason, result.rejected(reason));
                }
            }
        }
        for (SpanRepair repair : REPAIRS) {
            if (result.repaired(repair) > 0) {
                metrics.spansRepaired(repair, result.repaired(repair));
            }
        }
        if (result.framesDropped() > 0) {
            metrics.framesDropped(result.framesDropped());
        }
        if (appended.duplicates() > 0 || appended.conflicts() > 0) {
            metrics.duplicates(appended.duplicates(), appended.conflicts());
        }
    }

    /** The request was refused after its headers were taken: counts it. */
    public void refused(Rejection rejection) {
        ingest.refused(transport, rejection, origin.peer(), origin.client());
    }

    /** The request's connection, or its stream of one, was cut: counts it. */
    public void streamCut(ConnectionCloseReason reason) {
        ingest.metrics().connectionClosed(transport, reason);
    }

    /** Gives all permits back; the request is no longer in flight. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            permits.close();
            ingest.finished();
        }
    }
}
