package io.spanhouse.deploy.verify;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.storage.model.TraceId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Consumer;

/**
 * Digests of spans. Two spans have the same one if resource, scope and span are equal in every field, however they were
 * grouped and in whatever order their fields were written. An empty status says as much as none. Not thread-safe.
 */
public final class SpanDigests {
    private final MessageDigest digest;

    /** Digests with a state of their own. */
    public SpanDigests() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Gives each span of a request, or of an answer of the same form.
     *
     * @throws InvalidProtocolBufferException if it is none
     */
    public void each(byte[] request, Consumer<SentSpan> consumer) throws InvalidProtocolBufferException {
        for (ResourceSpans resource :
                ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
            byte[] resourceBytes =
                    resource.toBuilder().clearScopeSpans().build().toByteArray();
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                byte[] scopeBytes = scope.toBuilder().clearSpans().build().toByteArray();
                for (Span span : scope.getSpansList()) {
                    consumer.accept(new SentSpan(
                            traceId(span.getTraceId()),
                            bigEndian(span.getSpanId(), 0),
                            of(resourceBytes, scopeBytes, span)));
                }
            }
        }
    }

    private long of(byte[] resource, byte[] scope, Span span) {
        update(resource);
        update(scope);
        boolean emptyStatus = span.hasStatus() && span.getStatus().getSerializedSize() == 0;
        update((emptyStatus ? span.toBuilder().clearStatus().build() : span).toByteArray());
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** With its length before it, so that no bytes can pass from one part to the next. */
    private void update(byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }

    private static TraceId traceId(ByteString bytes) {
        return new TraceId(bigEndian(bytes, 0), bigEndian(bytes, Long.BYTES));
    }

    private static long bigEndian(ByteString bytes, int offset) {
        return bytes.substring(offset, offset + Long.BYTES)
                .asReadOnlyByteBuffer()
                .getLong();
    }
}
