package io.spanhouse.ingest.zipkin;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Zipkin span as OTLP has it; the table is in the package's description. Uses the span up. */
final class SpanTranslator {
    /** Marks a span that came without a timestamp. */
    static final String NO_START = "otel.zipkin.absentField.startTime";

    /** Marks a span that came without a duration. */
    static final String NO_DURATION = "otel.zipkin.absentField.duration";

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_MAX = Long.divideUnsigned(-1, NANOS_PER_MICRO);

    private final ZipkinSpan from;
    private final Span.Builder span = Span.newBuilder();
    private final Resource resource;
    private final InstrumentationScope scope;

    /**
     * Translates a span.
     *
     * @param received start of a span that says nothing about its time
     */
    SpanTranslator(ZipkinSpan from, Instant received) throws MalformedRequestException {
        this.from = from;
        this.resource = takeResource();
        this.scope = takeScope();
        span.setTraceId(bytes(2 * Long.BYTES, from.traceIdHigh, from.traceIdLow))
                .setSpanId(bytes(Long.BYTES, from.id))
                .setName(from.name)
                .setKind(takeKind());
        if (from.parentId != 0) {
            span.setParentSpanId(bytes(Long.BYTES, from.parentId));
        }
        String traceState = from.take("w3c.tracestate");
        span.setTraceState(traceState == null ? "" : traceState);
        takeStatus();
        LinkTag.take(from, span);
        from.tags.forEach((key, value) -> attribute(key, text(value)));
        endpoint(from.local, "net.host");
        attribute("peer.service", from.remote.serviceName());
        endpoint(from.remote, "net.peer");
        mark("zipkin.debug", from.debug);
        mark("zipkin.shared", from.shared);
        times(received);
        for (ZipkinAnnotation annotation : from.annotations) {
            requireMicros("an annotation's timestamp", annotation.micros());
            span.addEvents(AnnotationText.event(annotation));
        }
    }

    Span span() {
        return span.build();
    }

    Resource resource() {
        return resource;
    }

    InstrumentationScope scope() {
        return scope;
    }

    private Resource takeResource() {
        Resource.Builder into = Resource.newBuilder();
        String service = from.local.serviceName();
        if (service != null) {
            into.addAttributes(keyValue("service.name", text(service)));
        }
        Iterator<Map.Entry<String, String>> tags = from.tags.entrySet().iterator();
        while (tags.hasNext()) {
            Map.Entry<String, String> tag = tags.next();
            if (ResourceTags.NAMES.contains(tag.getKey())) {
                into.addAttributes(keyValue(tag.getKey(), text(tag.getValue())));
                tags.remove();
            }
        }
        return into.build();
    }

    private InstrumentationScope takeScope() {
        String oldName = from.take("otel.library.name");
        String oldVersion = from.take("otel.library.version");
        String name = from.take("otel.scope.name");
        String version = from.take("otel.scope.version");
        return InstrumentationScope.newBuilder()
                .setName(firstOf(name, oldName))
                .setVersion(firstOf(version, oldVersion))
                .build();
    }

    private static String firstOf(@Nullable String text, @Nullable String otherwise) {
        return text != null ? text : otherwise != null ? otherwise : "";
    }

    private Span.SpanKind takeKind() {
        return switch (from.kind) {
            case CLIENT -> Span.SpanKind.SPAN_KIND_CLIENT;
            case SERVER -> Span.SpanKind.SPAN_KIND_SERVER;
            case PRODUCER -> Span.SpanKind.SPAN_KIND_PRODUCER;
            case CONSUMER -> Span.SpanKind.SPAN_KIND_CONSUMER;
            case NONE ->
                from.tags.remove("span.kind", "internal")
                        ? Span.SpanKind.SPAN_KIND_INTERNAL
                        : Span.SpanKind.SPAN_KIND_UNSPECIFIED;
        };
    }

    private void takeStatus() {
        String code = from.tags.get("otel.status_code");
        String error = from.tags.get("error");
        if ("OK".equals(code)) {
            from.take("otel.status_code");
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK));
        } else if ("ERROR".equals(code)) {
            from.take("otel.status_code");
            // An exporter of OpenTelemetry writes the message as the tag; it is no attribute of the span.
            from.take("error");
            String message = from.take("otel.status_description");
            setError(firstOf(message, error));
        } else if (error != null && !error.equals("false")) {
            setError(error.equals("true") ? "" : error);
        }
    }

    private void setError(String message) {
        span.setStatus(
                Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage(message));
    }

    private void endpoint(ZipkinEndpoint endpoint, String prefix) {
        String ipv4 = endpoint.ipv4();
        attribute(prefix + ".ip", ipv4 != null ? ipv4 : endpoint.ipv6());
        if (ipv4 != null) {
            attribute("zipkin." + prefix + ".ipv6", endpoint.ipv6());
        }
        if (endpoint.port() != 0) {
            attribute(
                    prefix + ".port",
                    AnyValue.newBuilder().setIntValue(endpoint.port()).build());
        }
    }

    private void times(Instant received) throws MalformedRequestException {
        requireMicros("timestamp", from.timestampMicros);
        requireMicros("duration", from.durationMicros);
        long start = from.timestampMicros;
        if (start == 0) {
            mark(NO_START, true);
            start = from.annotations.stream()
                    .mapToLong(ZipkinAnnotation::micros)
                    .min()
                    .orElse(received.getEpochSecond() * MICROS_PER_SECOND + received.getNano() / NANOS_PER_MICRO);
        }
        mark(NO_DURATION, from.durationMicros == 0);
        span.setStartTimeUnixNano(start * NANOS_PER_MICRO)
                .setEndTimeUnixNano(start * NANOS_PER_MICRO + from.durationMicros * NANOS_PER_MICRO);
    }

    private static void requireMicros(String what, long micros) throws MalformedRequestException {
        if (micros < 0 || micros > MICROS_MAX) {
            throw new MalformedRequestException(
                    what + " is " + Long.toUnsignedString(micros) + " microseconds, expected at most " + MICROS_MAX);
        }
    }

    private void mark(String key, boolean set) {
        if (set) {
            attribute(key, AnyValue.newBuilder().setBoolValue(true).build());
        }
    }

    private void attribute(String key, @Nullable String value) {
        if (value != null) {
            attribute(key, text(value));
        }
    }

    private void attribute(String key, AnyValue value) {
        span.addAttributes(keyValue(key, value));
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    private static KeyValue keyValue(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static ByteString bytes(int length, long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        for (long word : words) {
            buffer.putLong(word);
        }
        return ByteString.copyFrom(buffer.flip());
    }
}
