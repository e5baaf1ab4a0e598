package io.spanhouse.ingest.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches the bytes of one stream while the library collects them into a message, which is the only place where they can be
 * seen before the message is whole. {@link ExportCall} attaches itself to take permits for them. It also counts what the
 * library refuses by itself before a call begins: an unknown encoding, a message over the limit.
 *
 * <p>Bytes arrive on the connection's thread; attaching happens on another.
 */
final class StreamGuard extends ServerStreamTracer {
    /** Where a call finds the guard of its stream. */
    static final Context.Key<StreamGuard> OF_CALL = Context.key("spanhouse-stream-guard");

    private final boolean encoded;
    private final Consumer<Rejection> unansweredRefusal;
    private @Nullable LongConsumer whenBytesArrive;
    private long bytesBefore;
    private volatile long wireBytes;
    private volatile boolean answered;

    StreamGuard(Metadata headers, Consumer<Rejection> unansweredRefusal) {
        this.encoded = headers.containsKey(CallHeaders.ENCODING);
        this.unansweredRefusal = unansweredRefusal;
    }

    /** From now on the consumer gets the number of bytes as they arrive, those so far at once. */
    synchronized void attach(LongConsumer consumer) {
        whenBytesArrive = consumer;
        if (bytesBefore > 0) {
            consumer.accept(bytesBefore);
        }
    }

    /** The call answers by itself; what the library does afterwards is not counted. */
    void answered() {
        answered = true;
    }

    /** Bytes of the message on the wire so far. */
    long wireBytes() {
        return wireBytes;
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(OF_CALL, this);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes, the connection's.
    public void inboundWireSize(long bytes) {
        wireBytes += bytes;
        synchronized (this) {
            if (whenBytesArrive == null) {
                bytesBefore += bytes;
            } else {
                whenBytesArrive.accept(bytes);
            }
        }
    }

    @Override
    public void streamClosed(Status status) {
        if (answered) {
            return;
        }
        String message = String.valueOf(status.getDescription());
        switch (status.getCode()) {
            case RESOURCE_EXHAUSTED -> unansweredRefusal.accept(Rejection.of(RejectionKind.TOO_LARGE, message));
            case INTERNAL -> unansweredRefusal.accept(Rejection.of(RejectionKind.MALFORMED, message));
            case UNIMPLEMENTED -> {
                if (encoded) {
                    unansweredRefusal.accept(Rejection.of(RejectionKind.UNKNOWN_ENCODING, message));
                }
            }
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    DEADLINE_EXCEEDED,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNAVAILABLE,
                    DATA_LOSS,
                    UNAUTHENTICATED -> {
                // The client went away, or it is one of our own services' answers.
            }
        }
    }
}
