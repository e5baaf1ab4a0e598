package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.SpanBatchBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads span objects of JSON into the batch, with their status. Not thread-safe. */
final class JsonSpanReader {
    private static final Map<String, Integer> KINDS = numbers(
            "SPAN_KIND_UNSPECIFIED",
            "SPAN_KIND_INTERNAL",
            "SPAN_KIND_SERVER",
            "SPAN_KIND_CLIENT",
            "SPAN_KIND_PRODUCER",
            "SPAN_KIND_CONSUMER");
    private static final Map<String, Integer> STATUS_CODES =
            numbers("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");

    private final JsonInput in;
    private final SpanIntake intake;
    private final SpanBatchBuilder builder;
    private final JsonValueReader values;
    private final JsonEventReader events;
    private final JsonTexts texts;
    private final byte[] traceId = new byte[SpanIds.TRACE_ID_BYTES];
    private final byte[] spanId = new byte[SpanIds.SPAN_ID_BYTES];

    JsonSpanReader(JsonInput in, SpanIntake intake, JsonTexts texts, JsonValueReader values) {
        this.in = in;
        this.intake = intake;
        this.builder = intake.builder;
        this.texts = texts;
        this.values = values;
        this.events = new JsonEventReader(in, intake, texts, values);
    }

    /** Reads a span object and takes or refuses the span. */
    void read() throws MalformedRequestException {
        in.requireObject("span");
        intake.startSpan();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            field(name);
        }
        intake.endSpan();
    }

    private void field(String name) throws MalformedRequestException {
        switch (name) {
            case "traceId":
                intake.ids.traceId(traceId, 0, in.hex(name, traceId));
                break;
            case "spanId":
                intake.ids.spanId(spanId, 0, in.hex(name, spanId));
                break;
            case "parentSpanId":
                intake.ids.parentSpanId(spanId, 0, in.hex(name, spanId));
                break;
            case "traceState":
                builder.traceState(texts.code(name));
                break;
            case "name":
                builder.name(texts.code(name));
                break;
            case "kind":
                builder.kind(in.enumNumber(name, KINDS));
                break;
            case "flags":
                builder.flags(in.uint32(name));
                break;
            case "startTimeUnixNano":
                intake.startNanos = in.uint64(name);
                break;
            case "endTimeUnixNano":
                builder.endNanos(in.uint64(name));
                break;
            case "status":
                status();
                break;
            default:
                listField(name);
        }
    }

    private void listField(String name) throws MalformedRequestException {
        switch (name) {
            case "attributes":
                attributes();
                break;
            case "events":
                events.events();
                break;
            case "links":
                events.links();
                break;
            case "droppedAttributesCount":
                intake.droppedAttributes = in.uint32(name);
                break;
            case "droppedEventsCount":
                intake.droppedEvents = in.uint32(name);
                break;
            case "droppedLinksCount":
                intake.droppedLinks = in.uint32(name);
                break;
            default:
                in.skip();
        }
    }

    private void attributes() throws MalformedRequestException {
        in.requireArray("attributes");
        while (in.nextElement()) {
            if (in.isNull()) {
                continue;
            }
            if (intake.takesAttribute()) {
                builder.attribute(values.pair());
            } else {
                in.skip();
            }
        }
    }

    private void status() throws MalformedRequestException {
        in.requireObject("status");
        intake.statusPresent = true;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "code":
                    intake.statusCode = in.enumNumber(name, STATUS_CODES);
                    break;
                case "message":
                    intake.statusMessage = texts.code(name);
                    break;
                default:
                    in.skip();
            }
        }
    }

    private static Map<String, Integer> numbers(String... names) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (String name : names) {
            numbers.put(name, numbers.size());
        }
        return numbers;
    }
}
