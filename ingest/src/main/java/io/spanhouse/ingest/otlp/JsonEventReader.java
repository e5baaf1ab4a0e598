package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.SpanBatchBuilder;

/** Reads the event and link lists of span objects of JSON. What is over a limit is stepped over. Not thread-safe. */
final class JsonEventReader {
    private final JsonInput in;
    private final SpanIntake intake;
    private final SpanBatchBuilder builder;
    private final JsonTexts texts;
    private final JsonValueReader values;
    private final LinkIds ids = new LinkIds();
    private final byte[] traceId = new byte[SpanIds.TRACE_ID_BYTES];
    private final byte[] spanId = new byte[SpanIds.SPAN_ID_BYTES];
    private int attributes;

    JsonEventReader(JsonInput in, SpanIntake intake, JsonTexts texts, JsonValueReader values) {
        this.in = in;
        this.intake = intake;
        this.builder = intake.builder;
        this.texts = texts;
        this.values = values;
    }

    /** Reads a list of events of the open span. */
    void events() throws MalformedRequestException {
        in.requireArray("events");
        while (in.nextElement()) {
            if (in.isNull()) {
                continue;
            }
            if (intake.takesEvent()) {
                event();
            } else {
                in.skip();
            }
        }
    }

    /** Reads a list of links of the open span. */
    void links() throws MalformedRequestException {
        in.requireArray("links");
        while (in.nextElement()) {
            if (in.isNull()) {
                continue;
            }
            if (intake.takesLink()) {
                link();
            } else {
                in.skip();
            }
        }
    }

    private void event() throws MalformedRequestException {
        in.requireObject("event");
        attributes = 0;
        int dropped = 0;
        builder.startEvent();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "timeUnixNano":
                    builder.eventTimeNanos(in.uint64(name));
                    break;
                case "name":
                    builder.eventName(texts.code(name));
                    break;
                case "attributes":
                    attributes(false);
                    break;
                case "droppedAttributesCount":
                    dropped = in.uint32(name);
                    break;
                default:
                    in.skip();
            }
        }
        builder.eventDroppedAttributes(dropped(dropped));
        builder.endEvent();
    }

    private void link() throws MalformedRequestException {
        in.requireObject("link");
        attributes = 0;
        int dropped = 0;
        builder.startLink();
        ids.clear();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "traceId":
                    ids.traceId(traceId, 0, in.hex(name, traceId));
                    break;
                case "spanId":
                    ids.spanId(spanId, 0, in.hex(name, spanId));
                    break;
                case "traceState":
                    builder.linkTraceState(texts.code(name));
                    break;
                case "attributes":
                    attributes(true);
                    break;
                case "droppedAttributesCount":
                    dropped = in.uint32(name);
                    break;
                case "flags":
                    builder.linkFlags(in.uint32(name));
                    break;
                default:
                    in.skip();
            }
        }
        ids.putInto(intake);
        builder.linkDroppedAttributes(dropped(dropped));
        builder.endLink();
    }

    private void attributes(boolean ofLink) throws MalformedRequestException {
        in.requireArray("attributes");
        while (in.nextElement()) {
            if (in.isNull()) {
                continue;
            }
            if (attributes++ >= intake.limits.attributesMax()) {
                in.skip();
            } else if (ofLink) {
                builder.linkAttribute(values.pair());
            } else {
                builder.eventAttribute(values.pair());
            }
        }
    }

    private int dropped(int sent) {
        return intake.dropped(sent, attributes, intake.limits.attributesMax(), SpanRepair.ATTR_COUNT);
    }
}
