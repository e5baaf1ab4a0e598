package io.spanhouse.query.traceql;

import java.util.List;

/** Series over time. */
public sealed interface MetricsExpression extends Part {
    Place place();

    /** A function of the spans that a pipeline leaves. */
    record Series(Pipeline pipeline, MetricsFunction function, Place place) implements MetricsExpression {}

    /**
     * The attribute values of some of the spans beside those of the others.
     *
     * @param arguments how many values of each attribute, and the window of the selection; as many as were given
     */
    record Compare(Pipeline pipeline, SpansetExpression selection, List<Long> arguments, Place place)
            implements MetricsExpression {
        public Compare {
            arguments = List.copyOf(arguments);
        }
    }

    /** The same number everywhere. */
    record Number(ScalarExpression.Number number, Place place) implements MetricsExpression {}

    /** Two under an operator. */
    record Math(MetricsExpression left, FieldOperator operator, MetricsExpression right, Place place)
            implements MetricsExpression {}

    /** The greatest or the least ones at each time. */
    record Ranked(MetricsExpression of, boolean greatest, long count, Place place) implements MetricsExpression {}

    /** Only the points for which this holds. */
    record Compared(MetricsExpression of, FieldOperator operator, ScalarExpression.Number number, Place place)
            implements MetricsExpression {}
}
