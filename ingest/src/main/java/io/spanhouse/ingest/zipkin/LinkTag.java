package io.spanhouse.ingest.zipkin;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links in tags {@code otlp.link.0}, {@code otlp.link.1} and so on: {@code trace|span|state|{attributes}|dropped}. */
final class LinkTag {
    static final String PREFIX = "otlp.link.";

    private static final int PARTS = 5;
    private static final int TRACE_ID_DIGITS = 32;
    private static final int SPAN_ID_DIGITS = 16;

    private LinkTag() {}

    /** Takes the links out of the tags of a span, in order; text that is no link stays a tag. */
    static void take(ZipkinSpan span, Span.Builder into) {
        for (int i = 0; ; i++) {
            String text = span.tags.get(PREFIX + i);
            Span.Link link = text == null ? null : parse(text);
            if (link == null) {
                return;
            }
            span.take(PREFIX + i);
            into.addLinks(link);
        }
    }

    private static Span.@Nullable Link parse(String text) {
        // Attributes may have the separator in them, so they are what is left between the third and the last.
        String[] parts = text.split("\\|", PARTS - 1);
        int last = text.lastIndexOf('|');
        if (parts.length < PARTS - 1 || last < text.length() - parts[PARTS - 2].length()) {
            return null;
        }
        String json = parts[PARTS - 2].substring(0, last - (text.length() - parts[PARTS - 2].length()));
        List<KeyValue> attributes = JsonAttributes.parse(json);
        Integer dropped = AnnotationText.count(text.substring(last + 1));
        if (attributes == null
                || dropped == null
                || parts[0].length() != TRACE_ID_DIGITS
                || parts[1].length() != SPAN_ID_DIGITS) {
            return null;
        }
        try {
            return Span.Link.newBuilder()
                    .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(parts[0])))
                    .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex(parts[1])))
                    .setTraceState(parts[2])
                    .addAllAttributes(attributes)
                    .setDroppedAttributesCount(dropped)
                    .build();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
