package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query, checked.
 *
 * @param pipeline what is searched for; null for a query of metrics
 * @param metrics what is worked out; null for a search
 * @param hints those of {@code with}
 */
public record TraceQuery(
        @Nullable Pipeline pipeline, @Nullable MetricsExpression metrics, Map<String, Literal> hints) {
    /** Longest query. */
    public static final int LENGTH_MAX = 128 << 10;

    public TraceQuery {
        hints = Map.copyOf(hints);
    }

    /**
     * Reads a query; an empty one is of all spans.
     *
     * @throws TraceQlException if it is none, makes no sense, or cannot be answered
     */
    public static TraceQuery parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw TraceQlException.parse(
                    new Place(1, 1), "a query of " + text.length() + " characters", "at most " + LENGTH_MAX);
        }
        TraceQuery query = new Parser(text.isBlank() ? "{}" : text).query();
        Validator.check(query);
        return query;
    }

    /** An attribute or intrinsic by itself. */
    public static FieldExpression identifier(String text) {
        return FieldParser.identifier(text);
    }
}
