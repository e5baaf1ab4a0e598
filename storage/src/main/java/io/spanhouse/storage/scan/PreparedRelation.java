package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A relation of two expressions made ready. Immutable; threads share it. */
final class PreparedRelation {
    private final List<PreparedSlot> slots;
    private final PreparedExpression left;
    private final Operator operator;
    private final PreparedExpression right;
    private final @Nullable TextTest text;
    private final boolean unsigned;

    /**
     * Makes a relation ready.
     *
     * @param slots what both sides look at
     * @throws StoreException BAD_INPUT if an operator of texts has no constant text on its right
     */
    PreparedRelation(List<PreparedSlot> slots, PreparedExpression left, Operator operator, PreparedExpression right) {
        this.slots = List.copyOf(slots);
        this.left = left;
        this.operator = operator;
        this.right = right;
        this.unsigned = left.time() || right.time();
        this.text =
                Relations.ordering(operator) ? null : TextTest.of(positive(operator), constantText(operator, right));
    }

    private static Operator positive(Operator operator) {
        return operator == Operator.NOT_MATCHES ? Operator.MATCHES : operator;
    }

    private static String constantText(Operator operator, PreparedExpression right) {
        if (!(right.constant() instanceof Literal.Text)) {
            throw new StoreException(
                    FailureKind.BAD_INPUT, "operator " + operator + " wants a constant text on its right side");
        }
        return ((Literal.Text) right.constant()).value();
    }

    /** What both sides look at. */
    List<PreparedSlot> slots() {
        return slots;
    }

    PreparedExpression left() {
        return left;
    }

    PreparedExpression right() {
        return right;
    }

    Operator operator() {
        return operator;
    }

    /** Whether it holds on a row. */
    boolean holds(SlotValues row) {
        List<Literal> values = left.values(row);
        if (text != null) {
            return texts(values, text);
        }
        List<Literal> others = right.values(row);
        PreparedExpression.requirePairs(values, others);
        boolean none = operator == Operator.NOT_EQUAL;
        boolean comparable = false;
        for (Literal value : values) {
            for (Literal other : others) {
                int decision = Scalars.relate(value, none ? Operator.EQUAL : operator, other, unsigned);
                if (decision == PredicateInput.YES) {
                    return !none;
                }
                comparable |= decision != PredicateInput.UNKNOWN;
            }
        }
        return none && comparable;
    }

    private boolean texts(List<Literal> values, TextTest test) {
        boolean none = operator == Operator.NOT_MATCHES;
        boolean comparable = false;
        for (Literal value : values) {
            if (value instanceof Literal.Text) {
                comparable = true;
                if (test.test(((Literal.Text) value).value())) {
                    return !none;
                }
            }
        }
        return none && comparable;
    }
}
