package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spans that a pipeline leaves, as the store counts them: by one condition on a span and one on its trace where these
 * tell, which costs no look at traces; else by the pipeline itself.
 *
 * @param condition holds for the spans
 * @param traces holds for their traces
 * @param spans leaves them of their traces; null if condition and traces tell
 */
public record AggregatePlan(
        SpanCondition condition,
        TracePredicate traces,
        @Nullable SpanPipeline spans) {
    /** The plan of a pipeline. */
    public static AggregatePlan of(Pipeline pipeline) {
        boolean grouped = false;
        boolean filtered = false;
        for (Stage stage : pipeline.stages()) {
            grouped |= stage instanceof Stage.By;
            filtered |= stage instanceof Stage.ScalarFilter;
        }
        SpanPipeline translated = new PipelineTranslation().pipeline(pipeline);
        boolean within = translated.stages().stream().anyMatch(stage -> stage instanceof SpanPipeline.Stage.Within);
        AggregatePlan plan = within || grouped && filtered ? null : of(translated.first());
        if (plan == null) {
            return new AggregatePlan(SpanCondition.EVERY, TracePredicate.EVERY, translated);
        }
        return filtered ? new AggregatePlan(plan.condition(), new TracePredicate.Spans(translated), null) : plan;
    }

    /** The same spans of a request. */
    public AggregateRequest in(AggregateRequest request) {
        return request.ofTraces(traces).ofSpans(spans);
    }

    /** What a function of metrics is of, or groups by. */
    public static Operand operand(FieldExpression expression) {
        return ConditionTranslation.operand(expression);
    }

    /** The plan of a set that a condition on a span and one on its trace tell; null if they do not. */
    private static @Nullable AggregatePlan of(SpanSet set) {
        if (set instanceof SpanSet.Where where) {
            return split(where.condition());
        }
        if (set instanceof SpanSet.Both both) {
            AggregatePlan left = of(both.left());
            AggregatePlan right = of(both.right());
            return left == null || right == null
                    ? null
                    : new AggregatePlan(
                            new SpanCondition.Any(List.of(left.condition(), right.condition())),
                            PipelineTranslation.predicate(SpanPipeline.of(set)),
                            null);
        }
        if (set instanceof SpanSet.Either either) {
            AggregatePlan left = of(either.left());
            AggregatePlan right = of(either.right());
            return left == null || right == null || !left.traces().equals(right.traces())
                    ? null
                    : new AggregatePlan(
                            new SpanCondition.Any(List.of(left.condition(), right.condition())), left.traces(), null);
        }
        return null;
    }

    /** What a condition says of the span, and what of the trace: that holds for all spans of the trace if it does for one. */
    private static @Nullable AggregatePlan split(SpanCondition condition) {
        List<SpanCondition> ofSpan = new ArrayList<>();
        List<TracePredicate> ofTrace = new ArrayList<>();
        List<SpanCondition> all = new ArrayList<>();
        flatten(condition, all);
        for (SpanCondition one : all) {
            switch (TraceUse.of(one)) {
                case NONE -> ofSpan.add(one);
                case WHOLE -> ofTrace.add(new TracePredicate.AnySpan(one));
                case MIXED -> {
                    return null;
                }
            }
        }
        return new AggregatePlan(
                ofSpan.size() == 1 ? ofSpan.get(0) : new SpanCondition.All(ofSpan),
                ofTrace.isEmpty() ? TracePredicate.EVERY : new TracePredicate.All(ofTrace),
                null);
    }

    private static void flatten(SpanCondition condition, List<SpanCondition> into) {
        if (condition instanceof SpanCondition.All all) {
            all.conditions().forEach(one -> flatten(one, into));
        } else {
            into.add(condition);
        }
    }
}
