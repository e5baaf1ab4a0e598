package io.spanhouse.storage.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of spans that a pipeline left of a trace.
 *
 * @param key a value for each stage that grouped it, null where its spans have none
 * @param statistics what stages computed of it, in their order
 * @param matched number of its spans
 * @param spans the earliest of them, as many as were asked for
 */
public record SpanSetMatch(List<@Nullable Literal> key, List<Literal> statistics, long matched, List<Span> spans) {
    public SpanSetMatch {
        key = Collections.unmodifiableList(new ArrayList<>(key));
        statistics = List.copyOf(statistics);
        spans = List.copyOf(spans);
    }

    /**
     * One span.
     *
     * @param durationNanos end minus start, 0 if negative
     * @param values a list for each operand that was asked for, empty where the span has none
     */
    public record Span(long spanId, String name, long startNanos, long durationNanos, List<List<Literal>> values) {
        public Span {
            values = List.copyOf(values);
        }
    }
}
