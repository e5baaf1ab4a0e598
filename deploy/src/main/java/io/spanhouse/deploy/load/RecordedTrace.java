package io.spanhouse.deploy.load;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.deploy.load.ShapeLibrary.GroupedSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The spans of one recorded trace, mended so that they make one tree: the recording began and ended in the middle of traces,
 * so some parents are missing. The span without a parent is the root, else the first one whose parent is missing; others of
 * that sort become its children. Every second span without an id in its attributes gets one, which brings the fresh values to
 * one attribute in ten.
 */
final class RecordedTrace {
    /** In one of so many traces the root has a link. */
    private static final int LINK_EACH = 40;

    private static final String REQUEST_KEY = "app.request.id";
    private static final ByteString LINKED_TRACE = ByteString.copyFrom(new byte[16]);
    private static final ByteString LINKED_SPAN = ByteString.copyFrom(new byte[8]);

    private final List<GroupedSpan> spans;
    private final int root;

    private RecordedTrace(List<GroupedSpan> spans) {
        this.spans = spans;
        int found = 0;
        while (!spans.get(found).span().getParentSpanId().isEmpty()) {
            found++;
        }
        this.root = found;
    }

    /** A trace, mended; {@code number} is its place in the recording. */
    static RecordedTrace of(List<GroupedSpan> recorded, int number) {
        ByteString root = rootOf(recorded);
        Set<ByteString> ids = idsOf(recorded);
        List<GroupedSpan> mended = new ArrayList<>();
        for (GroupedSpan grouped : recorded) {
            Span.Builder span = grouped.span().toBuilder();
            if (span.getSpanId().equals(root)) {
                span.clearParentSpanId();
                if (number % LINK_EACH == LINK_EACH - 1) {
                    span.clearLinks()
                            .addLinks(Span.Link.newBuilder()
                                    .setTraceId(LINKED_TRACE)
                                    .setSpanId(LINKED_SPAN));
                }
            } else if (!ids.contains(span.getParentSpanId())) {
                span.setParentSpanId(root);
            }
            if (mended.size() % 2 == 1 && !hasId(span)) {
                span.addAttributes(text(REQUEST_KEY, String.format("%016x", mended.size())));
            }
            mended.add(new GroupedSpan(span.build(), grouped.group()));
        }
        return new RecordedTrace(mended);
    }

    /** The same trace with an exception in the span that started last, and the error in all spans around it. */
    RecordedTrace failing(Fault fault) {
        int failed = root;
        for (int i = 0; i < spans.size(); i++) {
            if (Long.compareUnsigned(start(i), start(failed)) > 0) {
                failed = i;
            }
        }
        List<GroupedSpan> marked = new ArrayList<>(spans);
        Span.Builder thrower = spans.get(failed).span().toBuilder();
        thrower.setStatus(error(fault.message())).addEvents(fault.event(thrower.getEndTimeUnixNano()));
        marked.set(failed, new GroupedSpan(thrower.build(), spans.get(failed).group()));
        Map<ByteString, Integer> numbers = numbers();
        Integer parent = numbers.get(thrower.getParentSpanId());
        // A cycle of parents cannot be walked for longer than there are spans.
        for (int steps = 0; parent != null && steps < spans.size(); steps++) {
            GroupedSpan around = spans.get(parent);
            marked.set(
                    parent,
                    new GroupedSpan(
                            around.span().toBuilder().setStatus(error("")).build(), around.group()));
            parent = numbers.get(around.span().getParentSpanId());
        }
        return new RecordedTrace(marked);
    }

    /** Its shape, with that number in the library. */
    TraceShape shape(int number) {
        long first = start(root);
        long last = 0;
        for (GroupedSpan span : spans) {
            first = Math.min(first, span.span().getStartTimeUnixNano());
            last = Math.max(last, span.span().getEndTimeUnixNano());
        }
        SpanTemplateWriter writer = new SpanTemplateWriter(numbers(), first);
        SpanTemplate[] templates = new SpanTemplate[spans.size()];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = writer.write(spans.get(i).span(), spans.get(i).group());
        }
        return new TraceShape(number, templates, root, last - first);
    }

    private long start(int number) {
        return spans.get(number).span().getStartTimeUnixNano();
    }

    private Map<ByteString, Integer> numbers() {
        Map<ByteString, Integer> numbers = new HashMap<>();
        for (int i = 0; i < spans.size(); i++) {
            numbers.put(spans.get(i).span().getSpanId(), i);
        }
        return numbers;
    }

    private static Set<ByteString> idsOf(List<GroupedSpan> recorded) {
        Set<ByteString> ids = new HashSet<>();
        recorded.forEach(span -> ids.add(span.span().getSpanId()));
        return ids;
    }

    private static ByteString rootOf(List<GroupedSpan> recorded) {
        Set<ByteString> ids = idsOf(recorded);
        ByteString orphan = ByteString.EMPTY;
        for (GroupedSpan grouped : recorded) {
            Span span = grouped.span();
            if (span.getParentSpanId().isEmpty()) {
                return span.getSpanId();
            }
            if (orphan.isEmpty() && !ids.contains(span.getParentSpanId())) {
                orphan = span.getSpanId();
            }
        }
        return orphan;
    }

    private static boolean hasId(Span.Builder span) {
        return span.getAttributesList().stream()
                .anyMatch(attribute ->
                        SpanTemplateWriter.hasId(attribute.getValue().getStringValue()));
    }

    static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static Status error(String message) {
        return Status.newBuilder()
                .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                .setMessage(message)
                .build();
    }
}
