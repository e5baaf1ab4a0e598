package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans that a pipeline leaves, as the store counts them: one condition on a span, one on its trace.
 *
 * @param condition holds for the spans
 * @param traces holds for their traces
 */
public record AggregatePlan(SpanCondition condition, TracePredicate traces) {
    /**
     * The plan of a pipeline.
     *
     * @throws TraceQlException if its spans cannot be told by a condition on each and one on its trace
     */
    public static AggregatePlan of(Pipeline pipeline) {
        boolean grouped = false;
        boolean filtered = false;
        Place place = new Place(1, 1);
        for (Stage stage : pipeline.stages()) {
            grouped |= stage instanceof Stage.By;
            filtered |= stage instanceof Stage.ScalarFilter;
            place = filtered && grouped ? stage.place() : place;
        }
        if (grouped && filtered) {
            throw TraceQlException.unsupported(place, "a scalar filter of groups before a function of metrics is");
        }
        SpanPipeline translated = new PipelineTranslation().pipeline(pipeline);
        AggregatePlan plan = of(translated.first(), pipeline.stages().get(0).place());
        return filtered ? new AggregatePlan(plan.condition(), new TracePredicate.Spans(translated)) : plan;
    }

    /**
     * What a function of metrics is of, or groups by.
     *
     * @throws TraceQlException if spans cannot be counted by it
     */
    public static Operand operand(FieldExpression expression) {
        Operand operand = ConditionTranslation.operand(expression);
        if (TraceUse.of(operand) != TraceUse.NONE) {
            throw TraceQlException.unsupported(expression.place(), expression + " in a function of metrics is");
        }
        return operand;
    }

    /**
     * What a function of metrics takes the numbers of.
     *
     * @throws TraceQlException if there are none to take
     */
    public static Operand measured(FieldExpression expression) {
        if (expression instanceof FieldExpression.OfSpan ofSpan && ofSpan.intrinsic() == Intrinsic.EVENT_TIME) {
            throw TraceQlException.unsupported(expression.place(), expression + " in a function of metrics is");
        }
        return operand(expression);
    }

    private static AggregatePlan of(SpanSet set, Place place) {
        if (set instanceof SpanSet.Where where) {
            return split(where.condition(), place);
        }
        if (set instanceof SpanSet.Both both) {
            AggregatePlan left = of(both.left(), place);
            AggregatePlan right = of(both.right(), place);
            return new AggregatePlan(
                    new SpanCondition.Any(List.of(left.condition(), right.condition())),
                    PipelineTranslation.predicate(SpanPipeline.of(set)));
        }
        if (set instanceof SpanSet.Either either) {
            AggregatePlan left = of(either.left(), place);
            AggregatePlan right = of(either.right(), place);
            if (left.traces().equals(right.traces())) {
                return new AggregatePlan(
                        new SpanCondition.Any(List.of(left.condition(), right.condition())), left.traces());
            }
            throw TraceQlException.unsupported(
                    place, "a union of spans of different traces before a function of metrics is");
        }
        throw TraceQlException.unsupported(
                place, "a structural operator or an inner pipeline before a function of metrics is");
    }

    /** What a condition says of the span, and what of the trace: that holds for all spans of the trace if it does for one. */
    private static AggregatePlan split(SpanCondition condition, Place place) {
        List<SpanCondition> ofSpan = new ArrayList<>();
        List<TracePredicate> ofTrace = new ArrayList<>();
        List<SpanCondition> all = new ArrayList<>();
        flatten(condition, all);
        for (SpanCondition one : all) {
            switch (TraceUse.of(one)) {
                case NONE -> ofSpan.add(one);
                case WHOLE -> ofTrace.add(new TracePredicate.AnySpan(one));
                case MIXED ->
                    throw TraceQlException.unsupported(
                            place,
                            "an intrinsic of the trace or its tree, other than by && beside other conditions,"
                                    + " before a function of metrics is");
            }
        }
        return new AggregatePlan(
                ofSpan.size() == 1 ? ofSpan.get(0) : new SpanCondition.All(ofSpan),
                ofTrace.isEmpty() ? TracePredicate.EVERY : new TracePredicate.All(ofTrace));
    }

    private static void flatten(SpanCondition condition, List<SpanCondition> into) {
        if (condition instanceof SpanCondition.All all) {
            all.conditions().forEach(one -> flatten(one, into));
        } else {
            into.add(condition);
        }
    }
}
