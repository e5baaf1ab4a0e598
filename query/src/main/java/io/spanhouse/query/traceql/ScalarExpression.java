package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.SpanPipeline;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A number of a set of spans. */
public sealed interface ScalarExpression extends Part {
    Place place();

    /** A number; a duration in nanoseconds. */
    record Number(ValueKind kind, Literal literal, Place place) implements ScalarExpression {
        @Override
        public String toString() {
            return literal instanceof Literal.Whole whole
                    ? Long.toString(whole.value())
                    : Double.toString(((Literal.Decimal) literal).value());
        }
    }

    /**
     * An aggregate.
     *
     * @param of what it is of; null for the number of spans
     */
    record Aggregate(
            SpanPipeline.Statistic statistic, @Nullable FieldExpression of, Place place) implements ScalarExpression {
        /** The name in queries. */
        public static String text(SpanPipeline.Statistic statistic) {
            return statistic == SpanPipeline.Statistic.AVERAGE
                    ? "avg"
                    : statistic.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return text(statistic) + "(" + (of == null ? "" : of) + ")";
        }
    }

    /** Two numbers under an operator. */
    record Arithmetic(ScalarExpression left, FieldOperator operator, ScalarExpression right, Place place)
            implements ScalarExpression {
        @Override
        public String toString() {
            return "(" + left + " " + operator.text() + " " + right + ")";
        }
    }

    /** A number of what a pipeline leaves. */
    record Piped(Pipeline pipeline, ScalarExpression of, Place place) implements ScalarExpression {}
}
