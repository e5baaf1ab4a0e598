package io.spanhouse.ingest.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/** Requests and parts of requests for tests, and the clock that they are judged by. */
final class Requests {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(NOW);
    static final long NOW_NANOS = NOW.getEpochSecond() * 1_000_000_000L;

    private Requests() {}

    /** A span that nothing is wrong with. */
    static Span.Builder span(int number) {
        byte[] id = new byte[8];
        id[7] = (byte) number;
        id[0] = 1;
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}))
                .setSpanId(ByteString.copyFrom(id))
                .setName("span " + number)
                .setStartTimeUnixNano(NOW_NANOS)
                .setEndTimeUnixNano(NOW_NANOS + 1);
    }

    static ExportTraceServiceRequest request(Span.Builder... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        for (Span.Builder span : spans) {
            scope.addSpans(span);
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build();
    }

    static KeyValue pair(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    static AnyValue list(AnyValue... values) {
        ArrayValue.Builder list = ArrayValue.newBuilder();
        for (AnyValue value : values) {
            list.addValues(value);
        }
        return AnyValue.newBuilder().setArrayValue(list).build();
    }

    /** Bytes of a length-delimited field. */
    static byte[] field(int number, byte[]... contents) {
        try {
            ByteArrayOutputStream inner = new ByteArrayOutputStream();
            for (byte[] content : contents) {
                inner.writeBytes(content);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeByteArray(number, inner.toByteArray());
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request with one good span and these further bytes in it. */
    static byte[] withSpanBytes(byte[]... spanFields) {
        ByteArrayOutputStream span = new ByteArrayOutputStream();
        span.writeBytes(span(1).build().toByteArray());
        for (byte[] field : spanFields) {
            span.writeBytes(field);
        }
        return field(1, field(2, field(2, span.toByteArray())));
    }

    /**
     * An {@code AnyValue} that is nested so many levels deep; the innermost is the text "x". Made from the inside, so that
     * nothing calls itself.
     */
    static byte[] nestedLists(int depth) {
        // Each level puts a head before what it holds: the bytes are written backwards.
        byte[] buffer = new byte[depth * 14 + 16];
        int start = buffer.length;
        buffer[--start] = 'x';
        buffer[--start] = 1;
        buffer[--start] = 1 << 3 | 2;
        for (int level = 1; level < depth; level++) {
            start = head(buffer, start, 1);
            start = head(buffer, start, 5);
        }
        return java.util.Arrays.copyOfRange(buffer, start, buffer.length);
    }

    private static int head(byte[] buffer, int start, int field) {
        int length = buffer.length - start;
        byte[] varint = new byte[5];
        int size = 0;
        do {
            varint[size++] = (byte) (length & 0x7F | (length > 0x7F ? 0x80 : 0));
            length >>>= 7;
        } while (length > 0);
        int at = start - size;
        System.arraycopy(varint, 0, buffer, at, size);
        buffer[--at] = (byte) (field << 3 | 2);
        return at;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
