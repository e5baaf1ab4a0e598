package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.List;

/**
 * What {@code compare()} asks: all the spans, and which of them are the selection; the others are the baseline.
 *
 * @param spans those that the pipeline leaves
 * @param selection those of them that are selected
 * @param valuesMax most values of each attribute that are listed, for the selection and the baseline each
 */
public record ComparePlan(AggregatePlan spans, AggregatePlan selection, int valuesMax) {
    private static final int VALUES = 10;

    /**
     * The plan of a comparison.
     *
     * @throws TraceQlException if its spans cannot be told by a condition on each and one on its trace
     */
    public static ComparePlan of(MetricsExpression.Compare compare) {
        AggregatePlan spans = AggregatePlan.of(compare.pipeline());
        AggregatePlan selected =
                AggregatePlan.of(new Pipeline(List.of(new Stage.Spansets(compare.selection(), compare.place()))));
        List<Long> arguments = compare.arguments();
        SpanCondition within = SpanCondition.EVERY;
        if (arguments.size() == 3 && arguments.get(2) != 0) {
            within = new SpanCondition.All(List.of(
                    start(Operator.GREATER_OR_EQUAL, arguments.get(1)), start(Operator.LESS, arguments.get(2))));
        }
        return new ComparePlan(
                spans,
                new AggregatePlan(
                        new SpanCondition.All(List.of(spans.condition(), selected.condition(), within)),
                        selected.traces().equals(TracePredicate.EVERY)
                                ? spans.traces()
                                : new TracePredicate.All(List.of(spans.traces(), selected.traces()))),
                arguments.isEmpty() ? VALUES : Math.toIntExact(arguments.get(0)));
    }

    private static SpanCondition start(Operator operator, long nanos) {
        return new SpanCondition.Comparison(new Operand.Field(SpanField.START), operator, new Literal.Whole(nanos));
    }
}
