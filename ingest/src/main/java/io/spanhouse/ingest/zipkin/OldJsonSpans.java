package io.spanhouse.ingest.zipkin;

import io.spanhouse.ingest.otlp.MalformedRequestException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import zipkin2.Annotation;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/**
 * Reads Zipkin's JSON of version 1, by Zipkin's own library: what kind a span is, and whether it is two, follows there from
 * annotations in ways that only that library knows for certain. Its names come out in lower case.
 */
final class OldJsonSpans {
    private OldJsonSpans() {}

    /**
     * Reads a document and gives its spans away; no document at all has none.
     *
     * @throws MalformedRequestException if it is not a list of spans
     */
    static void read(byte[] array, int offset, int length, SpanConsumer spans) throws MalformedRequestException {
        if (length == 0) {
            return;
        }
        List<Span> decoded;
        try {
            decoded = SpanBytesDecoder.JSON_V1.decodeList(Arrays.copyOfRange(array, offset, offset + length));
        } catch (RuntimeException e) {
            // The library has no kind of its own for bad input: every one of its exceptions is about the bytes.
            throw new MalformedRequestException(String.valueOf(e.getMessage()));
        }
        for (Span span : decoded) {
            spans.accept(span(span));
        }
    }

    private static ZipkinSpan span(Span from) throws MalformedRequestException {
        ZipkinSpan span = new ZipkinSpan();
        span.traceIdHigh = ZipkinIds.high("traceId", from.traceId());
        span.traceIdLow = ZipkinIds.low("traceId", from.traceId());
        span.id = ZipkinIds.span("id", from.id());
        span.parentId = from.parentId() == null ? 0 : ZipkinIds.span("parentId", from.parentId());
        span.name = from.name() == null ? "" : from.name();
        span.kind = from.kind() == null
                ? ZipkinSpan.Kind.NONE
                : ZipkinSpan.Kind.valueOf(from.kind().name());
        span.timestampMicros = from.timestampAsLong();
        span.durationMicros = from.durationAsLong();
        span.local = endpoint(from.localEndpoint());
        span.remote = endpoint(from.remoteEndpoint());
        for (Annotation annotation : from.annotations()) {
            span.annotations.add(new ZipkinAnnotation(annotation.timestamp(), annotation.value()));
        }
        span.tags.putAll(from.tags());
        span.debug = Boolean.TRUE.equals(from.debug());
        span.shared = Boolean.TRUE.equals(from.shared());
        return span;
    }

    private static ZipkinEndpoint endpoint(@Nullable Endpoint from) {
        return from == null
                ? ZipkinEndpoint.NONE
                : new ZipkinEndpoint(from.serviceName(), from.ipv4(), from.ipv6(), from.portAsInt());
    }
}
