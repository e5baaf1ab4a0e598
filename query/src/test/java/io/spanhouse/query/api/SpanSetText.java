package io.spanhouse.query.api;

import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSet;

/** Sets of spans as JSON, the way back of what {@link SpanSets} reads. */
final class SpanSetText {
    private SpanSetText() {}

    static String of(SpanSelection selection) {
        return "{\"of\":" + of(selection.pipeline()) + ",\"limit\":" + selection.spansMax() + ",\"values\":"
                + FilterText.list(selection.values(), FilterText::of) + "}";
    }

    static String of(SpanPipeline pipeline) {
        return "{\"first\":" + of(pipeline.first()) + ",\"stages\":"
                + FilterText.list(pipeline.stages(), SpanSetText::of) + "}";
    }

    private static String of(SpanSet set) {
        if (set instanceof SpanSet.Where) {
            return FilterText.object("where", FilterText.of(((SpanSet.Where) set).condition()));
        }
        if (set instanceof SpanSet.Both) {
            return FilterText.object(
                    "both", "[" + of(((SpanSet.Both) set).left()) + "," + of(((SpanSet.Both) set).right()) + "]");
        }
        if (set instanceof SpanSet.Either) {
            return FilterText.object(
                    "either", "[" + of(((SpanSet.Either) set).left()) + "," + of(((SpanSet.Either) set).right()) + "]");
        }
        if (set instanceof SpanSet.Piped) {
            return FilterText.object("piped", of(((SpanSet.Piped) set).pipeline()));
        }
        SpanSet.Related related = (SpanSet.Related) set;
        return FilterText.object(
                "related",
                "{\"left\":" + of(related.left()) + ",\"kinship\":" + FilterText.name(related.kinship()) + ",\"form\":"
                        + FilterText.name(related.form()) + ",\"right\":" + of(related.right()) + "}");
    }

    private static String of(SpanPipeline.Stage stage) {
        if (stage instanceof SpanPipeline.Stage.By) {
            return FilterText.object("by", of(((SpanPipeline.Stage.By) stage).of()));
        }
        if (stage instanceof SpanPipeline.Stage.Coalesce) {
            return FilterText.object("coalesce", "true");
        }
        if (stage instanceof SpanPipeline.Stage.Within) {
            return FilterText.object("within", of(((SpanPipeline.Stage.Within) stage).set()));
        }
        SpanPipeline.Stage.Having having = (SpanPipeline.Stage.Having) stage;
        return FilterText.object(
                "having",
                "{\"statistic\":" + FilterText.name(having.statistic())
                        + having.of().map(of -> ",\"of\":" + of(of)).orElse("") + ",\"operator\":"
                        + FilterText.name(having.operator()) + ",\"number\":" + FilterText.of(having.number()) + "}");
    }

    static String of(Expression expression) {
        if (expression instanceof Expression.Constant) {
            return FilterText.object("constant", FilterText.of(((Expression.Constant) expression).literal()));
        }
        if (expression instanceof Expression.Value) {
            return FilterText.object("value", FilterText.of(((Expression.Value) expression).operand()));
        }
        if (expression instanceof Expression.Truth) {
            return FilterText.object("truth", FilterText.of(((Expression.Truth) expression).condition()));
        }
        Expression.Arithmetic arithmetic = (Expression.Arithmetic) expression;
        return FilterText.object("arithmetic", sides(arithmetic.left(), arithmetic.operator(), arithmetic.right()));
    }

    static String sides(Expression left, Enum<?> operator, Expression right) {
        return "{\"left\":" + of(left) + ",\"operator\":" + FilterText.name(operator) + ",\"right\":" + of(right) + "}";
    }
}
