package io.spanhouse.ingest.scripts;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A span as OpenTelemetry's SDK for Python prints it, as OTLP; see the package's description. Good for one span. */
final class ConsoleSpan {
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final String HEX_PREFIX = "0x";

    private final int number;
    private final Map<String, Object> json;

    /**
     * A span that was read.
     *
     * @param number of the span in its request, for complaints
     */
    ConsoleSpan(int number, Map<String, Object> json) {
        this.number = number;
        this.json = json;
    }

    ResourceSpans translate() throws MalformedRequestException {
        Map<String, Object> resource = object(json, "resource");
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAllAttributes(attributes(resource)))
                .setSchemaUrl(text(resource, "schema_url"))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span()))
                .build();
    }

    private Span span() throws MalformedRequestException {
        Map<String, Object> context = object(json, "context");
        Span.Builder span = Span.newBuilder()
                .setTraceId(id(context, "trace_id"))
                .setSpanId(id(context, "span_id"))
                .setParentSpanId(id(json, "parent_id"))
                .setName(text(json, "name"))
                .setKind(kind())
                .setStartTimeUnixNano(nanos(json, "start_time"))
                .setEndTimeUnixNano(nanos(json, "end_time"))
                .addAllAttributes(attributes(json));
        String state = text(context, "trace_state");
        if (!state.startsWith("[")) {
            span.setTraceState(state);
        }
        setStatus(span);
        for (Map<String, Object> event : objects("events")) {
            span.addEvents(Span.Event.newBuilder()
                    .setName(text(event, "name"))
                    .setTimeUnixNano(nanos(event, "timestamp"))
                    .addAllAttributes(attributes(event)));
        }
        for (Map<String, Object> link : objects("links")) {
            Map<String, Object> to = object(link, "context");
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(id(to, "trace_id"))
                    .setSpanId(id(to, "span_id"))
                    .addAllAttributes(attributes(link)));
        }
        return span.build();
    }

    private Span.SpanKind kind() throws MalformedRequestException {
        String kind = text(json, "kind").toUpperCase(Locale.ROOT);
        return switch (kind.substring(kind.lastIndexOf('.') + 1)) {
            case "INTERNAL" -> Span.SpanKind.SPAN_KIND_INTERNAL;
            case "SERVER" -> Span.SpanKind.SPAN_KIND_SERVER;
            case "CLIENT" -> Span.SpanKind.SPAN_KIND_CLIENT;
            case "PRODUCER" -> Span.SpanKind.SPAN_KIND_PRODUCER;
            case "CONSUMER" -> Span.SpanKind.SPAN_KIND_CONSUMER;
            default -> Span.SpanKind.SPAN_KIND_UNSPECIFIED;
        };
    }

    private void setStatus(Span.Builder span) throws MalformedRequestException {
        Map<String, Object> status = object(json, "status");
        String code = text(status, "status_code").toUpperCase(Locale.ROOT);
        switch (code.substring(code.lastIndexOf('.') + 1)) {
            case "OK":
                span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK));
                break;
            case "ERROR":
                span.setStatus(Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage(text(status, "description")));
                break;
            default:
                break;
        }
    }

    /** An id's bytes; none if it is none, so that the span is refused as any other without an id. */
    private ByteString id(Map<String, Object> of, String name) throws MalformedRequestException {
        String text = text(of, name);
        String digits = text.startsWith(HEX_PREFIX) ? text.substring(HEX_PREFIX.length()) : text;
        boolean hex = digits.length() % 2 == 0 && digits.chars().allMatch(HexFormat::isHexDigit);
        return hex ? ByteString.copyFrom(HexFormat.of().parseHex(digits)) : ByteString.EMPTY;
    }

    private long nanos(Map<String, Object> of, String name) throws MalformedRequestException {
        String text = text(of, name);
        if (text.isEmpty()) {
            return 0;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.getEpochSecond() * NANOS_A_SECOND + instant.getNano();
        } catch (DateTimeException e) {
            throw complaint(name + " is '" + text + "', expected a time such as 2025-05-14T06:07:27.238927Z");
        }
    }

    private String text(Map<String, Object> of, String name) throws MalformedRequestException {
        Object value = of.getOrDefault(name, "");
        if (value instanceof String) {
            return (String) value;
        }
        throw complaint(name + " is no text");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> object(Map<String, Object> of, String name) throws MalformedRequestException {
        Object value = of.getOrDefault(name, Map.of());
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw complaint(name + " is no object");
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> objects(String name) throws MalformedRequestException {
        Object value = json.getOrDefault(name, List.of());
        List<Map<String, Object>> objects = new ArrayList<>();
        if (!(value instanceof List)) {
            throw complaint(name + " is no list");
        }
        for (Object element : (List<?>) value) {
            if (!(element instanceof Map)) {
                throw complaint("an element of " + name + " is no object");
            }
            objects.add((Map<String, Object>) element);
        }
        return objects;
    }

    private List<KeyValue> attributes(Map<String, Object> of) throws MalformedRequestException {
        return keyValues(object(of, "attributes"));
    }

    /** An object's members as attributes. */
    static List<KeyValue> keyValues(Map<?, ?> members) {
        List<KeyValue> pairs = new ArrayList<>();
        members.forEach((key, value) -> pairs.add(KeyValue.newBuilder()
                .setKey(key.toString())
                .setValue(value(value))
                .build()));
        return pairs;
    }

    private static AnyValue value(Object value) {
        AnyValue.Builder any = AnyValue.newBuilder();
        if (value instanceof Boolean) {
            any.setBoolValue((Boolean) value);
        } else if (value instanceof Long) {
            any.setIntValue((Long) value);
        } else if (value instanceof Double) {
            any.setDoubleValue((Double) value);
        } else if (value instanceof Map) {
            any.setKvlistValue(KeyValueList.newBuilder().addAllValues(keyValues((Map<?, ?>) value)));
        } else if (value instanceof List) {
            ArrayValue.Builder array = ArrayValue.newBuilder();
            ((List<?>) value).forEach(element -> array.addValues(value(element)));
            any.setArrayValue(array);
        } else {
            any.setStringValue(value.toString());
        }
        return any.build();
    }

    private MalformedRequestException complaint(String what) {
        return new MalformedRequestException("span " + number + ": " + what);
    }
}
