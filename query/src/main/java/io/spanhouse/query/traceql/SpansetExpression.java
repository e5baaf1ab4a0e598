package io.spanhouse.query.traceql;

/** A set of spans of a trace. */
public sealed interface SpansetExpression extends Part {
    Place place();

    /** The spans for which an expression is true. */
    record Filter(FieldExpression expression, Place place) implements SpansetExpression {
        @Override
        public String toString() {
            return "{" + expression + "}";
        }
    }

    /** Two sets under an operator. */
    record Combined(SpansetExpression left, SpansetOperator operator, SpansetExpression right, Place place)
            implements SpansetExpression {
        @Override
        public String toString() {
            return "(" + left + " " + operator.text() + " " + right + ")";
        }
    }

    /** All spans that a pipeline leaves. */
    record Piped(Pipeline pipeline, Place place) implements SpansetExpression {
        @Override
        public String toString() {
            return "(" + pipeline + ")";
        }
    }
}
