package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import java.util.ArrayList;
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

    /** The plan of a comparison. The selection is a filter behind the pipeline. */
    public static ComparePlan of(MetricsExpression.Compare compare) {
        AggregatePlan spans = AggregatePlan.of(compare.pipeline());
        List<Stage> stages = new ArrayList<>(compare.pipeline().stages());
        stages.add(new Stage.Spansets(compare.selection(), compare.place()));
        AggregatePlan selected = AggregatePlan.of(new Pipeline(stages));
        List<Long> arguments = compare.arguments();
        SpanCondition within = SpanCondition.EVERY;
        if (arguments.size() == 3 && arguments.get(2) != 0) {
            within = new SpanCondition.All(List.of(
                    start(Operator.GREATER_OR_EQUAL, arguments.get(1)), start(Operator.LESS, arguments.get(2))));
        }
        return new ComparePlan(
                spans,
                new AggregatePlan(
                        new SpanCondition.All(List.of(selected.condition(), within)),
                        selected.traces(),
                        selected.spans()),
                arguments.isEmpty() ? VALUES : Math.toIntExact(arguments.get(0)));
    }

    /** Whether both are of the same spans of the same traces but for a condition on each span. */
    public boolean differsBySpansAlone() {
        return spans.traces().equals(selection.traces()) && spans.spans() == null && selection.spans() == null;
    }

    private static SpanCondition start(Operator operator, long nanos) {
        return new SpanCondition.Comparison(new Operand.Field(SpanField.START), operator, new Literal.Whole(nanos));
    }
}
