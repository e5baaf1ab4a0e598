package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.TraceProperty;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of one trace have by it: its numbers, the texts of its root, and where each span stands in the tree. Not
 * thread-safe.
 */
final class TraceFacts {
    /** Numbers of a whole trace; times unsigned. */
    record Numbers(long startNanos, long endNanos, long spans, long errors) {
        static Numbers of(TraceNumbers trace) {
            return new Numbers(trace.startNanos, trace.endNanos, trace.spans, trace.errors);
        }
    }

    private final Numbers numbers;
    private final byte @Nullable [] rootName;
    private final byte @Nullable [] rootService;
    private @Nullable SpanTree tree;

    /**
     * Facts of a trace.
     *
     * @param numbers of the whole trace
     * @param rootName null while no root has come
     * @param rootService null while no root has come
     */
    TraceFacts(Numbers numbers, @Nullable String rootName, @Nullable String rootService) {
        this.numbers = numbers;
        this.rootName = bytes(rootName);
        this.rootService = bytes(rootService);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** The trace's tree, once it is known. */
    void tree(SpanTree known) {
        tree = known;
    }

    /** Shows a span's value of a property, if it has one. */
    boolean visit(TraceProperty property, int span, OperandVisitor visitor) {
        if (property == TraceProperty.ROOT_NAME || property == TraceProperty.ROOT_SERVICE) {
            byte[] text = property == TraceProperty.ROOT_NAME ? rootName : rootService;
            return text != null && visitor.text(text);
        }
        SpanTree known = tree;
        if (property.ofWholeTrace()) {
            return visitor.number(number(property, numbers), sense(property));
        }
        if (known == null) {
            throw new IllegalStateException("the tree of the trace is not known");
        }
        return visitor.number(known.number(property, span), NumberSense.SIGNED);
    }

    /** A number of a whole trace. */
    static long number(TraceProperty property, Numbers numbers) {
        switch (property) {
            case START:
                return numbers.startNanos;
            case END:
                return numbers.endNanos;
            case DURATION:
                return FieldReaders.duration(numbers.startNanos, numbers.endNanos);
            case SPANS:
                return numbers.spans;
            case ERRORS:
                return numbers.errors;
            case ROOT_NAME:
            case ROOT_SERVICE:
            case CHILD_COUNT:
            case NESTED_SET_LEFT:
            case NESTED_SET_RIGHT:
            case NESTED_SET_PARENT:
                throw new IllegalArgumentException(property + " is no number of the whole trace");
        }
        throw new AssertionError(property);
    }

    /** How numbers of a property are to be read. */
    static NumberSense sense(TraceProperty property) {
        boolean time = property == TraceProperty.START || property == TraceProperty.END;
        return time ? NumberSense.UNSIGNED : NumberSense.SIGNED;
    }
}
