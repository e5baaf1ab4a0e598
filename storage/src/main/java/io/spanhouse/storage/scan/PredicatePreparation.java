package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the conditions and expressions of one predicate, each once, while it is made ready. */
final class PredicatePreparation {
    private final ConditionPreparation parts = new ConditionPreparation(true);
    private final List<SpanCondition> sources = new ArrayList<>();
    private final List<PreparedCondition> conditions = new ArrayList<>();
    private final List<Expression> expressionSources = new ArrayList<>();
    private final List<PreparedExpression> expressions = new ArrayList<>();
    private final List<PreparedSlot> slots = new ArrayList<>();
    private final long[] countsMax = new long[PreparedPredicate.CONDITIONS_MAX];
    private boolean needsTree;

    /** The number of a condition; more than {@code countMax} spans that meet it change nothing. */
    int condition(SpanCondition condition, long countMax) {
        int known = sources.indexOf(condition);
        if (known >= 0) {
            countsMax[known] = Math.max(countsMax[known], countMax);
            return known;
        }
        if (sources.size() == PreparedPredicate.CONDITIONS_MAX) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "predicate has more than " + PreparedPredicate.CONDITIONS_MAX + " different conditions on spans");
        }
        countsMax[sources.size()] = countMax;
        sources.add(condition);
        conditions.add(parts.condition(condition, 0));
        return sources.size() - 1;
    }

    /** The number of an expression. */
    int expression(Expression expression) {
        int known = expressionSources.indexOf(expression);
        if (known >= 0) {
            return known;
        }
        if (expressionSources.size() == PreparedPredicate.CONDITIONS_MAX) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "predicate has more than " + PreparedPredicate.CONDITIONS_MAX + " different expressions");
        }
        expressionSources.add(expression);
        expressions.add(parts.expression(expression, slots, 0));
        return expressionSources.size() - 1;
    }

    void requireDepth(int depth) {
        if (depth > PreparedPredicate.DEPTH_MAX) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "predicate is nested deeper than " + PreparedPredicate.DEPTH_MAX + " levels");
        }
    }

    /** Notes that trees of traces are looked at. */
    void needTree() {
        needsTree = true;
    }

    boolean usesTree() {
        return needsTree || parts.usesTree();
    }

    /** Whether a condition or expression asks what spans have by their traces. */
    boolean usesTrace() {
        return parts.usesTrace();
    }

    List<PreparedCondition> conditions() {
        return List.copyOf(conditions);
    }

    long[] countsMax() {
        return Arrays.copyOf(countsMax, conditions.size());
    }

    List<PreparedExpression> expressions() {
        return List.copyOf(expressions);
    }

    /** What the expressions look at. */
    List<PreparedSlot> slots() {
        return List.copyOf(slots);
    }
}
