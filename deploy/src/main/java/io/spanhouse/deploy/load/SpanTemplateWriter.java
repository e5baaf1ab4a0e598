package io.spanhouse.deploy.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.deploy.load.SpanTemplate.Kind;
import io.spanhouse.deploy.load.SpanTemplate.Patch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the spans of one trace into templates: serialises them and finds the places that differ from trace to trace. Equal
 * texts of a trace stay equal. What is fresh: ids in texts (runs of eight hexadecimal digits, at least one of them
 * decimal), ephemeral ports, sizes.
 */
final class SpanTemplateWriter {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:[0-9a-f-]{3,})?");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{2,15}");
    private static final Pattern PORT = Pattern.compile(".*\\.port");
    private static final Pattern SIZE = Pattern.compile(".*(size|content_length|_ns)");
    private static final long EPHEMERAL_PORT_MIN = 32_768;

    private final Map<ByteString, Integer> spanNumbers;
    private final long startNanos;
    private final Map<String, Integer> texts = new HashMap<>();
    private final List<Patch> patches = new ArrayList<>();

    /**
     * A writer for the spans of one trace.
     *
     * @param spanNumbers number of each span by its id
     * @param startNanos recorded start of the trace
     */
    SpanTemplateWriter(Map<ByteString, Integer> spanNumbers, long startNanos) {
        this.spanNumbers = spanNumbers;
        this.startNanos = startNanos;
    }

    SpanTemplate write(Span span, int group) {
        byte[] bytes = span.toByteArray();
        patches.clear();
        try {
            span(span, CodedInputStream.newInstance(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("a span that was just written cannot be read", e);
        }
        return new SpanTemplate(bytes, group, patches.toArray(new Patch[0]));
    }

    private void span(Span span, CodedInputStream in) throws IOException {
        int attribute = 0;
        int event = 0;
        int link = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case Span.TRACE_ID_FIELD_NUMBER -> bytes(in, Kind.TRACE_ID, 0);
                case Span.SPAN_ID_FIELD_NUMBER -> bytes(in, Kind.SPAN_ID, number(span.getSpanId()));
                case Span.PARENT_SPAN_ID_FIELD_NUMBER -> bytes(in, Kind.SPAN_ID, number(span.getParentSpanId()));
                case Span.START_TIME_UNIX_NANO_FIELD_NUMBER, Span.END_TIME_UNIX_NANO_FIELD_NUMBER -> time(in);
                case Span.ATTRIBUTES_FIELD_NUMBER -> attribute(span.getAttributes(attribute++), in);
                case Span.EVENTS_FIELD_NUMBER -> event(span.getEvents(event++), in);
                case Span.LINKS_FIELD_NUMBER -> link(in, link++);
                default -> in.skipField(tag);
            }
        }
    }

    private int number(ByteString spanId) {
        Integer number = spanNumbers.get(spanId);
        if (number == null) {
            throw new IllegalArgumentException(
                    "span " + spanId + " is not in its trace, expected one of " + spanNumbers);
        }
        return number;
    }

    private void bytes(CodedInputStream in, Kind kind, long argument) throws IOException {
        int length = in.readRawVarint32();
        patches.add(new Patch(kind, in.getTotalBytesRead(), length, argument));
        in.skipRawBytes(length);
    }

    private void time(CodedInputStream in) throws IOException {
        int at = in.getTotalBytesRead();
        patches.add(new Patch(Kind.TIME, at, Long.BYTES, in.readFixed64() - startNanos));
    }

    private void event(Span.Event event, CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        int attribute = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case Span.Event.TIME_UNIX_NANO_FIELD_NUMBER -> time(in);
                case Span.Event.ATTRIBUTES_FIELD_NUMBER -> attribute(event.getAttributes(attribute++), in);
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
    }

    private void link(CodedInputStream in, int number) throws IOException {
        if (number > 0) {
            throw new IllegalArgumentException("a span with more than one link, expected one that leads to one trace");
        }
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case Span.Link.TRACE_ID_FIELD_NUMBER -> bytes(in, Kind.LINK_TRACE_ID, 0);
                case Span.Link.SPAN_ID_FIELD_NUMBER -> bytes(in, Kind.LINK_SPAN_ID, 0);
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
    }

    private void attribute(KeyValue attribute, CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == KeyValue.VALUE_FIELD_NUMBER) {
                value(attribute.getKey(), attribute.getValue(), in);
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(outer);
    }

    private void value(String key, AnyValue value, CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (value.hasStringValue()) {
                int length = in.readRawVarint32();
                text(key, value.getStringValue(), in.getTotalBytesRead(), length);
                in.skipRawBytes(length);
            } else if (value.hasIntValue()) {
                if (isFresh(key, value.getIntValue())) {
                    patches.add(
                            new Patch(Kind.VARINT, in.getTotalBytesRead(), 0, textNumber(key + value.getIntValue())));
                }
                in.skipField(tag);
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(outer);
    }

    private void text(String key, String text, int at, int length) {
        if (text.getBytes(StandardCharsets.UTF_8).length != text.length()) {
            return; // Places are counted in characters.
        }
        if (DECIMAL.matcher(text).matches()) {
            if (isFresh(key, Long.parseLong(text))) {
                patches.add(new Patch(Kind.DECIMAL_TEXT, at, length, textNumber(key + text)));
            }
            return;
        }
        Matcher ids = ID.matcher(text);
        while (ids.find()) {
            String id = ids.group();
            if (isId(id)) {
                patches.add(new Patch(Kind.HEX_TEXT, at + ids.start(), id.length(), textNumber(id)));
            }
        }
    }

    /** Whether a text has a part that will be fresh in each trace. */
    static boolean hasId(String text) {
        return !DECIMAL.matcher(text).matches() && ID.matcher(text).results().anyMatch(id -> isId(id.group()));
    }

    private static boolean isId(String run) {
        return run.chars().anyMatch(Character::isDigit);
    }

    private static boolean isFresh(String key, long number) {
        return PORT.matcher(key).matches() && number >= EPHEMERAL_PORT_MIN
                || SIZE.matcher(key).matches() && number > 9;
    }

    private int textNumber(String text) {
        return texts.computeIfAbsent(text, absent -> texts.size());
    }
}
