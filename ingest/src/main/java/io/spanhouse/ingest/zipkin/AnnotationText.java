package io.spanhouse.ingest.zipkin;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Annotations that an OpenTelemetry exporter made of events: {@code "name": {attributes}} as the mapping's page has it, {@code
 * name|{attributes}|dropped} as the Collector writes it. Every other text is the name of an event.
 */
final class AnnotationText {
    private static final long NANOS_PER_MICRO = 1_000;

    private AnnotationText() {}

    /** The event that an annotation stands for. */
    static Span.Event event(ZipkinAnnotation annotation) {
        Span.Event.Builder event = Span.Event.newBuilder().setTimeUnixNano(annotation.micros() * NANOS_PER_MICRO);
        String text = annotation.value();
        if (!pageForm(text, event) && !collectorForm(text, event)) {
            event.setName(text);
        }
        return event.build();
    }

    private static boolean pageForm(String text, Span.Event.Builder event) {
        int end = text.indexOf("\":");
        if (!text.startsWith("\"") || end < 1) {
            return false;
        }
        // With a space before the attributes on the page, without one from the exporters.
        List<KeyValue> attributes = JsonAttributes.parse(text.substring(end + 2).stripLeading());
        if (attributes == null) {
            return false;
        }
        event.setName(text.substring(1, end)).addAllAttributes(attributes);
        return true;
    }

    private static boolean collectorForm(String text, Span.Event.Builder event) {
        int first = text.indexOf("|{");
        int last = text.lastIndexOf('|');
        if (first < 0 || last <= first) {
            return false;
        }
        List<KeyValue> attributes = JsonAttributes.parse(text.substring(first + 1, last));
        Integer dropped = count(text.substring(last + 1));
        if (attributes == null || dropped == null) {
            return false;
        }
        event.setName(text.substring(0, first)).addAllAttributes(attributes).setDroppedAttributesCount(dropped);
        return true;
    }

    /** A count; null if the text is none. */
    static @Nullable Integer count(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
