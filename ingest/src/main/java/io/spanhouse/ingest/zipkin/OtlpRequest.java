package io.spanhouse.ingest.zipkin;

import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.storage.model.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An OTLP request that grows span by span, each written at once. Spans of one resource and scope stand together, in the order
 * in which they came. The least of spans has several times the bytes that it had in JSON, so the request has a bound of its
 * own, {@value #BYTES_MAX} bytes. Not thread-safe.
 */
final class OtlpRequest implements SpanConsumer {
    /** Most bytes of spans. */
    static final int BYTES_MAX = 32 << 20;

    private final Instant received;
    private final Map<Place, ByteArrayOutputStream> spans = new LinkedHashMap<>();
    private int count;
    private long bytes;

    private record Place(Resource resource, InstrumentationScope scope) {}

    /** An empty request that was received at a time. */
    OtlpRequest(Instant received) {
        this.received = received;
    }

    @Override
    public void accept(ZipkinSpan span) throws MalformedRequestException {
        String missing = span.missing();
        if (missing != null) {
            throw new MalformedRequestException("span " + count + " has no " + missing + ", or one of zeros only");
        }
        span.forgetOwnParent();
        count++;
        SpanTranslator translated = new SpanTranslator(span, received);
        Span otlp = translated.span();
        bytes += otlp.getSerializedSize();
        if (bytes > BYTES_MAX) {
            throw new MalformedRequestException(
                    MalformedRequestException.Reason.TOO_LARGE,
                    "the first " + count + " spans take over " + BYTES_MAX + " bytes as OTLP; send smaller batches");
        }
        ByteArrayOutputStream into = spans.computeIfAbsent(
                new Place(translated.resource(), translated.scope()), absent -> new ByteArrayOutputStream());
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(into);
            out.writeMessage(ScopeSpans.SPANS_FIELD_NUMBER, otlp);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }

    /** The bytes of the request. */
    ByteSlice bytes() {
        List<Piece> pieces = new ArrayList<>();
        int size = 0;
        for (Map.Entry<Place, ByteArrayOutputStream> entry : spans.entrySet()) {
            Piece piece = Piece.of(entry.getKey(), entry.getValue());
            pieces.add(piece);
            size += piece.sizeWithHead();
        }
        byte[] array = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(array);
        try {
            for (Piece piece : pieces) {
                piece.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the array is as long as what is written", e);
        }
        return new ByteSlice().set(array);
    }

    /** One element of the request: a resource, its scope, and their spans as they are written already. */
    private record Piece(ResourceSpans resource, ScopeSpans scope, ByteArrayOutputStream spans) {
        private static final int LENGTH_DELIMITED = 2;

        static Piece of(Place place, ByteArrayOutputStream spans) {
            return new Piece(
                    ResourceSpans.newBuilder().setResource(place.resource()).build(),
                    ScopeSpans.newBuilder().setScope(place.scope()).build(),
                    spans);
        }

        private int scopeSize() {
            return scope.getSerializedSize() + spans.size();
        }

        private int size() {
            return resource.getSerializedSize()
                    + CodedOutputStream.computeTagSize(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER)
                    + CodedOutputStream.computeUInt32SizeNoTag(scopeSize())
                    + scopeSize();
        }

        int sizeWithHead() {
            return CodedOutputStream.computeTagSize(ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER)
                    + CodedOutputStream.computeUInt32SizeNoTag(size())
                    + size();
        }

        void write(CodedOutputStream out) throws IOException {
            out.writeTag(ExportTraceServiceRequest.RESOURCE_SPANS_FIELD_NUMBER, LENGTH_DELIMITED);
            out.writeUInt32NoTag(size());
            resource.writeTo(out);
            out.writeTag(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER, LENGTH_DELIMITED);
            out.writeUInt32NoTag(scopeSize());
            scope.writeTo(out);
            out.writeRawBytes(spans.toByteArray());
        }
    }
}
