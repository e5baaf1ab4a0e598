package io.spanhouse.ingest.testing;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Requests for the tests of ingest; every span of every request has a fresh id. */
public final class Requests {
    private static final AtomicLong NEXT_ID = new AtomicLong(1);

    private Requests() {}

    /** A request of so many ordinary spans of one trace. */
    public static ExportTraceServiceRequest spans(int count) {
        Span.Builder[] spans = new Span.Builder[count];
        ByteString trace = traceId();
        for (int i = 0; i < count; i++) {
            spans[i] = span().setTraceId(trace);
        }
        return of(spans);
    }

    /** A request of so many spans that have their ids and nothing else. */
    public static ExportTraceServiceRequest smallSpans(int count) {
        Span.Builder[] spans = new Span.Builder[count];
        ByteString trace = traceId();
        for (int i = 0; i < count; i++) {
            spans[i] = Span.newBuilder().setTraceId(trace).setSpanId(span().getSpanId());
        }
        return of(spans);
    }

    /** A request with a good span, this one, and another good one. */
    public static ExportTraceServiceRequest among(UnaryOperator<Span.Builder> odd) {
        return of(span(), odd.apply(span()), span());
    }

    /** A request of these spans, of one resource and scope. */
    public static ExportTraceServiceRequest of(Span.Builder... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (Span.Builder span : spans) {
            scope.addSpans(span);
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(attribute("service.name", "shop")))
                        .addScopeSpans(scope))
                .build();
    }

    /** An ordinary span. */
    public static Span.Builder span() {
        long start = Instant.now().toEpochMilli() * 1_000_000;
        return Span.newBuilder()
                .setTraceId(traceId())
                .setSpanId(ByteString.copyFrom(ByteBuffer.allocate(8)
                        .putLong(NEXT_ID.getAndIncrement())
                        .array()))
                .setName("GET /cart")
                .setKindValue(2)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + 1_000_000)
                .addAllAttributes(List.of(
                        attribute("http.request.method", "GET"),
                        attribute("url.path", "/cart"),
                        attribute("client.address", "10.1.2." + NEXT_ID.get() % 256)));
    }

    /** A fresh trace id. */
    public static ByteString traceId() {
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(0x1234_5678_9abc_def0L)
                .putLong(NEXT_ID.getAndIncrement())
                .array());
    }

    /** A text attribute. */
    public static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** Compressed with gzip. */
    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
