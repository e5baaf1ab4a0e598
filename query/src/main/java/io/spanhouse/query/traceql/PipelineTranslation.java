package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines of TraceQL as pipelines of the store, whose sets of spans all come first. A filter behind another is put into it,
 * which is possible as long as nothing between them counts, and the one before gives the same spans for it. One instance
 * translates one query.
 */
final class PipelineTranslation {
    private static final SpanSet EVERY = new SpanSet.Where(SpanCondition.EVERY);

    private final ListedOperands listed = new ListedOperands();
    private final List<FieldExpression> keys = new ArrayList<>();
    private final List<String> statistics = new ArrayList<>();

    SearchPlan plan(Pipeline pipeline) {
        for (Stage stage : pipeline.stages()) {
            if (stage instanceof Stage.By by) {
                keys.add(by.expression());
            } else if (stage instanceof Stage.Coalesce) {
                keys.clear();
            } else if (stage instanceof Stage.ScalarFilter filter) {
                statistics.add(filter.left().toString());
            }
        }
        SpanPipeline translated = pipeline(pipeline);
        return new SearchPlan(translated, predicate(translated), listed.operands(), keys, statistics);
    }

    /** The pipeline alone. */
    SpanPipeline pipeline(Pipeline pipeline) {
        @Nullable SpanSet first = null;
        List<SpanPipeline.Stage> stages = new ArrayList<>();
        for (Stage stage : pipeline.stages()) {
            listed.add(stage);
            if (stage instanceof Stage.Spansets spansets) {
                first = next(first, stages, spansets);
            } else if (stage instanceof Stage.ScalarFilter filter) {
                stages.add(having(filter));
            } else if (stage instanceof Stage.By by) {
                stages.add(new SpanPipeline.Stage.By(ConditionTranslation.expression(by.expression())));
            } else if (stage instanceof Stage.Coalesce) {
                stages.add(new SpanPipeline.Stage.Coalesce());
            }
        }
        return new SpanPipeline(first == null ? EVERY : first, stages);
    }

    private SpanSet next(@Nullable SpanSet first, List<SpanPipeline.Stage> stages, Stage.Spansets spansets) {
        for (SpanPipeline.Stage stage : stages) {
            if (stage instanceof SpanPipeline.Stage.Having) {
                throw TraceQlException.unsupported(spansets.place(), "a set of spans behind a scalar filter is");
            }
        }
        if (!stages.isEmpty() && !(spansets.expression() instanceof SpansetExpression.Filter)) {
            throw TraceQlException.unsupported(
                    spansets.place(), "a combination of sets of spans behind by() or coalesce() is");
        }
        return set(spansets.expression(), first);
    }

    private SpanSet set(SpansetExpression expression, @Nullable SpanSet within) {
        if (expression instanceof SpansetExpression.Filter filter) {
            SpanCondition condition = ConditionTranslation.condition(filter.expression());
            return within == null ? new SpanSet.Where(condition) : cut(within, condition, filter.place());
        }
        if (expression instanceof SpansetExpression.Piped piped) {
            if (within != null) {
                throw TraceQlException.unsupported(piped.place(), "a pipeline within a later stage is");
            }
            return new SpanSet.Piped(pipeline(piped.pipeline()));
        }
        SpansetExpression.Combined combined = (SpansetExpression.Combined) expression;
        SpanSet left = set(combined.left(), within);
        SpanSet right = set(combined.right(), within);
        Kinship kinship = combined.operator().kinship();
        if (kinship == null) {
            return combined.operator() == SpansetOperator.AND
                    ? new SpanSet.Both(left, right)
                    : new SpanSet.Either(left, right);
        }
        return new SpanSet.Related(
                left, kinship, Objects.requireNonNull(combined.operator().form()), right);
    }

    /** Those spans of a set that meet a condition. */
    private static SpanSet cut(SpanSet set, SpanCondition condition, Place place) {
        if (set instanceof SpanSet.Where where) {
            return new SpanSet.Where(
                    where.condition().equals(SpanCondition.EVERY)
                            ? condition
                            : new SpanCondition.All(List.of(where.condition(), condition)));
        }
        if (set instanceof SpanSet.Either either) {
            return new SpanSet.Either(cut(either.left(), condition, place), cut(either.right(), condition, place));
        }
        if (set instanceof SpanSet.Related related && related.form() != SpanSet.Related.Form.BOTH) {
            return new SpanSet.Related(
                    related.left(), related.kinship(), related.form(), cut(related.right(), condition, place));
        }
        throw TraceQlException.unsupported(place, "a filter behind '&&', a union operator or a pipeline is");
    }

    private static SpanPipeline.Stage having(Stage.ScalarFilter filter) {
        ScalarExpression.Aggregate aggregate = (ScalarExpression.Aggregate) filter.left();
        ScalarExpression.Number number = (ScalarExpression.Number) filter.right();
        Operator operator = Objects.requireNonNull(filter.operator().comparison());
        return new SpanPipeline.Stage.Having(
                aggregate.statistic(),
                Optional.ofNullable(aggregate.of()).map(ConditionTranslation::expression),
                operator,
                number.literal());
    }

    /** Which traces the pipeline leaves spans of; conditions on single spans are said as such, which indexes serve. */
    static TracePredicate predicate(SpanPipeline pipeline) {
        return pipeline.stages().isEmpty() ? predicate(pipeline.first()) : new TracePredicate.Spans(pipeline);
    }

    private static TracePredicate predicate(SpanSet set) {
        if (set instanceof SpanSet.Where where) {
            return new TracePredicate.AnySpan(where.condition());
        }
        if (set instanceof SpanSet.Both both) {
            return new TracePredicate.All(List.of(predicate(both.left()), predicate(both.right())));
        }
        if (set instanceof SpanSet.Either either) {
            return new TracePredicate.Any(List.of(predicate(either.left()), predicate(either.right())));
        }
        return set instanceof SpanSet.Piped piped
                ? predicate(piped.pipeline())
                : new TracePredicate.Spans(SpanPipeline.of(set));
    }
}
