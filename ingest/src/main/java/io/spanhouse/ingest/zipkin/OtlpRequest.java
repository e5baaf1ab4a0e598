package io.spanhouse.ingest.zipkin;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.spanhouse.storage.model.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An OTLP request that grows span by span, each written at once: what is held is bytes of about the size of what was sent.
 * Spans of one resource and scope stand together, in the order in which they came. Not thread-safe.
 */
final class OtlpRequest implements SpanConsumer {
    private final Instant received;
    private final Map<Place, ByteArrayOutputStream> spans = new LinkedHashMap<>();
    private int count;

    private record Place(Resource resource, InstrumentationScope scope) {}

    /** An empty request that was received at a time. */
    OtlpRequest(Instant received) {
        this.received = received;
    }

    @Override
    public void accept(ZipkinSpan span) throws ZipkinFormatException {
        String missing = span.missing();
        if (missing != null) {
            throw new ZipkinFormatException("span " + count + " has no " + missing + ", or one of zeros only");
        }
        span.forgetOwnParent();
        count++;
        SpanTranslator translated = new SpanTranslator(span, received);
        ByteArrayOutputStream into = spans.computeIfAbsent(
                new Place(translated.resource(), translated.scope()), absent -> new ByteArrayOutputStream());
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(into);
            out.writeMessage(ScopeSpans.SPANS_FIELD_NUMBER, translated.span());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }

    /** The bytes of the request. */
    ByteSlice bytes() {
        ByteString.Output bytes = ByteString.newOutput();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            for (Map.Entry<Place, ByteArrayOutputStream> place : spans.entrySet()) {
                write(place.getKey(), place.getValue().toByteArray(), out);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        byte[] array = bytes.toByteString().toByteArray();
        return new ByteSlice().set(array);
    }

    private static void write(Place place, byte[] spans, CodedOutputStream out) throws IOException {
        ResourceSpans head =
                ResourceSpans.newBuilder().setResource(place.resource()).build();
        ScopeSpans scope = ScopeSpans.newBuilder().setScope(place.scope()).build();
        int scopeSize = scope.getSerializedSize() + spans.length;
        out.writeTag(ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER, 2);
        out.writeUInt32NoTag(head.getSerializedSize()
                + CodedOutputStream.computeTagSize(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(scopeSize)
                + scopeSize);
        head.writeTo(out);
        out.writeTag(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER, 2);
        out.writeUInt32NoTag(scopeSize);
        scope.writeTo(out);
        out.writeRawBytes(spans);
    }
}
