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
 * Pipelines of TraceQL as pipelines of the store. A filter behind another is put into it as long as nothing between them
 * counts and the one before gives the same spans for it, because indexes serve what comes first; any other set of spans behind
 * another is a stage of its own. One instance translates one query.
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
                statistics.clear();
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
                SpanSet next = next(first, stages, spansets.expression());
                if (next == null) {
                    stages.add(new SpanPipeline.Stage.Within(set(spansets.expression())));
                } else {
                    first = next;
                }
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

    /** The first set with another one put into it; null if that makes a difference, and it must be a stage. */
    private @Nullable SpanSet next(@Nullable SpanSet first, List<SpanPipeline.Stage> stages, SpansetExpression set) {
        if (first == null && stages.isEmpty()) {
            return set(set);
        }
        boolean counted = stages.stream().anyMatch(stage -> !(stage instanceof SpanPipeline.Stage.By));
        if (counted || !(set instanceof SpansetExpression.Filter filter)) {
            return null;
        }
        return cut(first == null ? EVERY : first, ConditionTranslation.condition(filter.expression()));
    }

    /** The spans of an expression. */
    SpanSet set(SpansetExpression expression) {
        if (expression instanceof SpansetExpression.Filter filter) {
            return new SpanSet.Where(ConditionTranslation.condition(filter.expression()));
        }
        if (expression instanceof SpansetExpression.Piped piped) {
            return new SpanSet.Piped(pipeline(piped.pipeline()));
        }
        SpansetExpression.Combined combined = (SpansetExpression.Combined) expression;
        SpanSet left = set(combined.left());
        SpanSet right = set(combined.right());
        Kinship kinship = combined.operator().kinship();
        if (kinship == null) {
            return combined.operator() == SpansetOperator.AND
                    ? new SpanSet.Both(left, right)
                    : new SpanSet.Either(left, right);
        }
        return new SpanSet.Related(
                left, kinship, Objects.requireNonNull(combined.operator().form()), right);
    }

    /** Those spans of a set that meet a condition; null if the set cannot say so. */
    private static @Nullable SpanSet cut(SpanSet set, SpanCondition condition) {
        if (set instanceof SpanSet.Where where) {
            return new SpanSet.Where(
                    where.condition().equals(SpanCondition.EVERY)
                            ? condition
                            : new SpanCondition.All(List.of(where.condition(), condition)));
        }
        if (set instanceof SpanSet.Either either) {
            SpanSet left = cut(either.left(), condition);
            SpanSet right = cut(either.right(), condition);
            return left == null || right == null ? null : new SpanSet.Either(left, right);
        }
        if (set instanceof SpanSet.Related related && related.form() != SpanSet.Related.Form.BOTH) {
            SpanSet right = cut(related.right(), condition);
            return right == null ? null : new SpanSet.Related(related.left(), related.kinship(), related.form(), right);
        }
        return null;
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
