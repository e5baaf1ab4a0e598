package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.ArithmeticOperator;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression made ready: a tree over slots, which are read elsewhere, so that it is computed alike from rows and from
 * columns. Immutable.
 */
final class PreparedExpression {
    /** Most pairs of values that one operator looks at on one span. */
    static final int PAIRS_MAX = 1_000_000;

    /** A node of the tree. */
    private interface Node {
        List<Literal> values(SlotValues slots);
    }

    private final Node root;
    private final boolean time;
    private final int slot;
    private final @Nullable Literal constant;

    private PreparedExpression(Node root, boolean time, int slot, @Nullable Literal constant) {
        this.root = root;
        this.time = time;
        this.slot = slot;
        this.constant = constant;
    }

    static PreparedExpression constant(Literal literal) {
        List<Literal> values = List.of(literal);
        return new PreparedExpression(slots -> values, false, -1, literal);
    }

    static PreparedExpression slot(int slot, PreparedSlot of) {
        boolean time = of instanceof PreparedSlot.OfOperand && isTime(((PreparedSlot.OfOperand) of).operand());
        return new PreparedExpression(slots -> slots.values(slot), time, slot, null);
    }

    /** Arithmetic of two expressions. */
    static PreparedExpression arithmetic(
            PreparedExpression left, ArithmeticOperator operator, PreparedExpression right) {
        Literal first = left.constant;
        Literal second = right.constant;
        if (first != null && second != null) {
            Literal both = Scalars.compute(first, operator, second);
            return both == null ? new PreparedExpression(slots -> List.of(), false, -1, null) : constant(both);
        }
        Node one = left.root;
        Node other = right.root;
        return new PreparedExpression(
                slots -> compute(one.values(slots), operator, other.values(slots)), false, -1, null);
    }

    private static List<Literal> compute(List<Literal> left, ArithmeticOperator operator, List<Literal> right) {
        requirePairs(left, right);
        List<Literal> results = new ArrayList<>(left.size() * right.size());
        for (Literal one : left) {
            for (Literal other : right) {
                Literal result = Scalars.compute(one, operator, other);
                if (result != null) {
                    results.add(result);
                }
            }
        }
        return results;
    }

    /**
     * Refuses what would take too long.
     *
     * @throws StoreException TOO_LARGE
     */
    static void requirePairs(List<Literal> left, List<Literal> right) {
        if ((long) left.size() * right.size() > PAIRS_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE,
                    "two operands have " + left.size() + " and " + right.size() + " values on one span, more than "
                            + PAIRS_MAX + " pairs");
        }
    }

    /** Whether an operand's values are times, which are unsigned. */
    static boolean isTime(Operand operand) {
        if (operand instanceof Operand.InTrace) {
            TraceProperty property = ((Operand.InTrace) operand).property();
            return property == TraceProperty.START || property == TraceProperty.END;
        }
        if (!(operand instanceof Operand.Field)) {
            return false;
        }
        SpanField field = ((Operand.Field) operand).field();
        return field == SpanField.START || field == SpanField.END || field == SpanField.EVENT_TIME;
    }

    /** Whether its values are times, which are unsigned. */
    boolean time() {
        return time;
    }

    /** The number of its slot if it is nothing else, else -1. */
    int slot() {
        return slot;
    }

    /** Its value if it is a constant, else null. */
    @Nullable
    Literal constant() {
        return constant;
    }

    /** Its values on a row. */
    List<Literal> values(SlotValues slots) {
        return root.values(slots);
    }
}
