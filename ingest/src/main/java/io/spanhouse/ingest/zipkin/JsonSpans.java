package io.spanhouse.ingest.zipkin;

import io.spanhouse.ingest.otlp.MalformedRequestException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads Zipkin's JSON, version 2: a list of spans, token by token. Names that are not known are stepped over, null counts as
 * absent. Good for one document; not thread-safe.
 */
final class JsonSpans {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    private static final Map<String, ZipkinSpan.Kind> KINDS = kinds();

    private final JsonParser parser;

    private JsonSpans(JsonParser parser) {
        this.parser = parser;
    }

    private static Map<String, ZipkinSpan.Kind> kinds() {
        Map<String, ZipkinSpan.Kind> kinds = new TreeMap<>();
        for (ZipkinSpan.Kind kind : ZipkinSpan.Kind.values()) {
            if (kind != ZipkinSpan.Kind.NONE) {
                kinds.put(kind.name(), kind);
            }
        }
        return kinds;
    }

    /**
     * Reads a document and gives its spans away; no document at all has none.
     *
     * @throws MalformedRequestException if it is not a list of spans
     */
    static void read(byte[] array, int offset, int length, SpanConsumer spans) throws MalformedRequestException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), array, offset, length)) {
            new JsonSpans(parser).read(spans);
        } catch (JacksonException e) {
            throw new MalformedRequestException("Malformed reading List<Span> from json: " + e.getOriginalMessage());
        }
    }

    private void read(SpanConsumer spans) throws MalformedRequestException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return;
        }
        if (first != JsonToken.START_ARRAY) {
            throw new MalformedRequestException("Expected a JSON_V2 encoded list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            spans.accept(span());
        }
        if (parser.nextToken() != null) {
            throw malformed("more after the end of the list");
        }
    }

    private ZipkinSpan span() throws MalformedRequestException {
        require(JsonToken.START_OBJECT, "a span", "an object");
        ZipkinSpan span = new ZipkinSpan();
        for (String name = nextName(); name != null; name = nextName()) {
            field(span, name);
        }
        return span;
    }

    private void field(ZipkinSpan span, String name) throws MalformedRequestException {
        switch (name) {
            case "traceId":
                String traceId = text(name);
                span.traceIdHigh = ZipkinIds.high(name, traceId);
                span.traceIdLow = ZipkinIds.low(name, traceId);
                break;
            case "id":
                span.id = ZipkinIds.span(name, text(name));
                break;
            case "parentId":
                span.parentId = ZipkinIds.span(name, text(name));
                break;
            case "name":
                span.name = text(name);
                break;
            case "kind":
                span.kind = kind(text(name));
                break;
            case "timestamp":
                span.timestampMicros = number(name);
                break;
            case "duration":
                span.durationMicros = number(name);
                break;
            case "debug":
                span.debug = truth(name);
                break;
            case "shared":
                span.shared = truth(name);
                break;
            default:
                parts(span, name);
        }
    }

    private void parts(ZipkinSpan span, String name) throws MalformedRequestException {
        switch (name) {
            case "localEndpoint":
                span.local = endpoint(name);
                break;
            case "remoteEndpoint":
                span.remote = endpoint(name);
                break;
            case "annotations":
                require(JsonToken.START_ARRAY, name, "a list");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    span.annotations.add(annotation());
                }
                break;
            case "tags":
                require(JsonToken.START_OBJECT, name, "an object");
                for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                    parser.nextToken();
                    span.tags.put(key, text("the tag " + key));
                }
                break;
            case "binaryAnnotations":
                throw new MalformedRequestException(
                        "Expected a JSON_V2 encoded list, found binaryAnnotations of JSON_V1,"
                                + " which goes to /api/v1/spans");
            default:
                parser.skipChildren();
        }
    }

    private ZipkinEndpoint endpoint(String what) throws MalformedRequestException {
        require(JsonToken.START_OBJECT, what, "an object");
        String serviceName = null;
        String ipv4 = null;
        String ipv6 = null;
        long port = 0;
        for (String name = nextName(); name != null; name = nextName()) {
            switch (name) {
                case "serviceName":
                    serviceName = text(name);
                    break;
                case "ipv4":
                    ipv4 = text(name);
                    break;
                case "ipv6":
                    ipv6 = text(name);
                    break;
                case "port":
                    port = number(name);
                    break;
                default:
                    parser.skipChildren();
            }
        }
        if (port > 0xFFFF) {
            throw malformed("the port " + port + " of " + what + ", expected at most 65535");
        }
        return new ZipkinEndpoint(serviceName, ipv4, ipv6, (int) port);
    }

    private ZipkinAnnotation annotation() throws MalformedRequestException {
        require(JsonToken.START_OBJECT, "an annotation", "an object");
        long micros = 0;
        String value = null;
        for (String name = nextName(); name != null; name = nextName()) {
            switch (name) {
                case "timestamp":
                    micros = number(name);
                    break;
                case "value":
                    value = text(name);
                    break;
                case "endpoint":
                    throw new MalformedRequestException(
                            "Expected a JSON_V2 encoded list, found an annotation's endpoint of"
                                    + " JSON_V1, which goes to /api/v1/spans");
                default:
                    parser.skipChildren();
            }
        }
        if (micros == 0 || value == null) {
            throw malformed("an incomplete annotation, expected timestamp and value");
        }
        return new ZipkinAnnotation(micros, value);
    }

    private ZipkinSpan.Kind kind(String text) throws MalformedRequestException {
        ZipkinSpan.Kind kind = KINDS.get(text.toUpperCase(Locale.ROOT));
        if (kind == null) {
            throw malformed("a kind that is none, expected one of " + KINDS.keySet());
        }
        return kind;
    }

    /** The name of the next member that is not null, the parser on its value; null at the end of the object. */
    private @Nullable String nextName() {
        String name = parser.nextName();
        while (name != null && parser.nextToken() == JsonToken.VALUE_NULL) {
            name = parser.nextName();
        }
        return name;
    }

    private String text(String what) throws MalformedRequestException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw malformed(what + " that is not text");
        }
        return parser.getString();
    }

    /** A whole number that is not negative, as a number or as text. */
    private long number(String what) throws MalformedRequestException {
        String text = text(what);
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw malformed(what + " that is not a whole number from 0 on");
    }

    private boolean truth(String what) throws MalformedRequestException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw malformed(what + " that is neither true nor false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    private void require(JsonToken token, String what, String expected) throws MalformedRequestException {
        if (parser.currentToken() != token) {
            throw malformed(what + " that is not " + expected);
        }
    }

    private MalformedRequestException malformed(String found) {
        return new MalformedRequestException("Malformed reading List<Span> from json: found " + found + ", at byte "
                + parser.currentLocation().getByteOffset());
    }
}
