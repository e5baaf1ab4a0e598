package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * The walk that makes conditions and expressions ready, counting what is bounded, and noting what must be known of a trace
 * for them. Relations of one operand with a constant become comparisons, which run on codes. Good for one query.
 */
final class ConditionPreparation {
    private final boolean tracesKnown;
    private int parts;
    private boolean usesTrace;
    private boolean usesTree;

    /**
     * A preparation.
     *
     * @param tracesKnown whether what spans have by their traces may be asked for
     */
    ConditionPreparation(boolean tracesKnown) {
        this.tracesKnown = tracesKnown;
    }

    /** Whether anything was asked that spans have by their traces. */
    boolean usesTrace() {
        return usesTrace;
    }

    /** Whether anything was asked of the trees of traces. */
    boolean usesTree() {
        return usesTree;
    }

    /**
     * Makes a condition ready.
     *
     * @throws StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    PreparedCondition condition(SpanCondition condition, int depth) {
        requireDepth(depth);
        if (condition instanceof SpanCondition.All) {
            return new PreparedCondition.AllOf(all(((SpanCondition.All) condition).conditions(), depth));
        }
        if (condition instanceof SpanCondition.Any) {
            return new PreparedCondition.AnyOf(all(((SpanCondition.Any) condition).conditions(), depth));
        }
        if (condition instanceof SpanCondition.Not) {
            return new PreparedCondition.Negation(condition(((SpanCondition.Not) condition).condition(), depth + 1));
        }
        if (condition instanceof SpanCondition.AnyElement) {
            SpanCondition.AnyElement element = (SpanCondition.AnyElement) condition;
            return new PreparedCondition.Element(element.level(), condition(element.condition(), depth + 1));
        }
        count();
        if (condition instanceof SpanCondition.Exists) {
            return exists(((SpanCondition.Exists) condition).operand(), condition);
        }
        if (condition instanceof SpanCondition.Relation) {
            return relation((SpanCondition.Relation) condition, depth);
        }
        SpanCondition.Comparison comparison = (SpanCondition.Comparison) condition;
        ValueTest test = ValueTest.of(comparison.operator(), comparison.literal());
        return leaf(operand(comparison.operand()), test, condition);
    }

    /** A text of something, or some of its values, is compared as that something, so that its columns serve. */
    private static PreparedCondition leaf(Operand operand, ValueTest test, SpanCondition source) {
        if (operand instanceof Operand.AsText) {
            return leaf(((Operand.AsText) operand).of(), new AsTextTest(test), source);
        }
        if (operand instanceof Operand.OfTypes) {
            Operand.OfTypes some = (Operand.OfTypes) operand;
            return leaf(some.of(), new OfTypesTest(some.types(), test), source);
        }
        return new PreparedCondition.Leaf(operand, test, source);
    }

    private void requireDepth(int depth) {
        if (depth > PreparedCondition.DEPTH_MAX) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "condition is nested deeper than " + PreparedCondition.DEPTH_MAX + " levels");
        }
    }

    private void count() {
        if (++parts > PreparedCondition.COMPARISONS_MAX) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "condition has more than " + PreparedCondition.COMPARISONS_MAX + " comparisons");
        }
    }

    private List<PreparedCondition> all(List<SpanCondition> conditions, int depth) {
        List<PreparedCondition> prepared = new ArrayList<>(conditions.size());
        for (SpanCondition condition : conditions) {
            prepared.add(condition(condition, depth + 1));
        }
        return List.copyOf(prepared);
    }

    /** Whatever has a value has it as a text too. */
    private PreparedCondition exists(Operand operand, SpanCondition source) {
        Operand asked = operand;
        while (asked instanceof Operand.AsText) {
            asked = ((Operand.AsText) asked).of();
        }
        return leaf(operand(asked), ValueTest.ANY_VALUE, source);
    }

    /** Notes what an operand needs. Of a text of a text nothing is left but the text. */
    private Operand operand(Operand operand) {
        Operand asked = operand;
        if (asked instanceof Operand.AsText) {
            Operand of = ((Operand.AsText) asked).of();
            while (of instanceof Operand.AsText) {
                of = ((Operand.AsText) of).of();
            }
            asked = new Operand.AsText(of);
            operand(of);
        }
        if (asked instanceof Operand.InTrace) {
            TraceProperty property = ((Operand.InTrace) asked).property();
            if (!tracesKnown) {
                throw new StoreException(
                        FailureKind.BAD_INPUT,
                        "what a span has by its trace (" + property + ") can only be asked where traces are searched");
            }
            usesTrace = true;
            usesTree |= !property.ofWholeTrace();
        }
        return asked;
    }

    private PreparedCondition relation(SpanCondition.Relation relation, int depth) {
        List<PreparedSlot> slots = new ArrayList<>();
        Operator operator = relation.operator();
        PreparedExpression left = expression(relation.left(), slots, depth + 1);
        PreparedExpression right = expression(relation.right(), slots, depth + 1);
        PreparedRelation prepared = new PreparedRelation(slots, left, operator, right);
        if (slots.isEmpty()) {
            boolean holds = prepared.holds(slot -> List.of());
            return holds ? new PreparedCondition.AllOf(List.of()) : new PreparedCondition.AnyOf(List.of());
        }
        boolean turned = left.constant() != null;
        Literal constant = turned ? left.constant() : right.constant();
        PreparedExpression other = turned ? right : left;
        if (constant == null || other.slot() < 0 || !(slots.get(other.slot()) instanceof PreparedSlot.OfOperand)) {
            return new PreparedCondition.Computed(prepared);
        }
        Operand operand = ((PreparedSlot.OfOperand) slots.get(other.slot())).operand();
        return comparison(operand, turned ? Relations.turned(operator) : operator, constant, relation);
    }

    /** None equal is: one that differs, and not one that is equal. */
    private static PreparedCondition comparison(
            Operand operand, Operator operator, Literal literal, SpanCondition source) {
        PreparedCondition any = leaf(operand, ValueTest.ofRelation(operator, literal), source);
        boolean none = operator == Operator.NOT_EQUAL || operator == Operator.NOT_MATCHES;
        if (!none) {
            return any;
        }
        Operator positive = operator == Operator.NOT_EQUAL ? Operator.EQUAL : Operator.MATCHES;
        PreparedCondition met = leaf(operand, ValueTest.ofRelation(positive, literal), source);
        return new PreparedCondition.AllOf(List.of(any, new PreparedCondition.Negation(met)));
    }

    /**
     * Makes an expression ready.
     *
     * @param slots takes what it looks at
     * @throws StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    PreparedExpression expression(Expression expression, List<PreparedSlot> slots, int depth) {
        requireDepth(depth);
        count();
        if (expression instanceof Expression.Constant) {
            return PreparedExpression.constant(((Expression.Constant) expression).literal());
        }
        if (expression instanceof Expression.Arithmetic) {
            Expression.Arithmetic arithmetic = (Expression.Arithmetic) expression;
            return PreparedExpression.arithmetic(
                    expression(arithmetic.left(), slots, depth + 1),
                    arithmetic.operator(),
                    expression(arithmetic.right(), slots, depth + 1));
        }
        PreparedSlot slot = expression instanceof Expression.Value
                ? new PreparedSlot.OfOperand(operand(((Expression.Value) expression).operand()))
                : new PreparedSlot.OfCondition(condition(((Expression.Truth) expression).condition(), depth + 1));
        int known = slots.indexOf(slot);
        if (known < 0) {
            known = slots.size();
            slots.add(slot);
        }
        return PreparedExpression.slot(known, slot);
    }
}
