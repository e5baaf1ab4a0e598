package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;

/** What the operators of order and equality mean, given how two values compare. */
final class Relations {
    private Relations() {}

    /** Whether an operator is of order or equality, and not of texts only. */
    static boolean ordering(Operator operator) {
        switch (operator) {
            case EQUAL:
            case NOT_EQUAL:
            case LESS:
            case LESS_OR_EQUAL:
            case GREATER:
            case GREATER_OR_EQUAL:
                return true;
            case STARTS_WITH:
            case CONTAINS:
            case MATCHES:
            case NOT_MATCHES:
            case FINDS:
                return false;
        }
        throw new AssertionError(operator);
    }

    /** The operator that says the same with its sides exchanged; only for {@link #ordering} operators. */
    static Operator turned(Operator operator) {
        switch (operator) {
            case EQUAL:
            case NOT_EQUAL:
                return operator;
            case LESS:
                return Operator.GREATER;
            case LESS_OR_EQUAL:
                return Operator.GREATER_OR_EQUAL;
            case GREATER:
                return Operator.LESS;
            case GREATER_OR_EQUAL:
                return Operator.LESS_OR_EQUAL;
            case STARTS_WITH:
            case CONTAINS:
            case MATCHES:
            case NOT_MATCHES:
            case FINDS:
                throw new IllegalArgumentException("operator " + operator + " cannot be turned");
        }
        throw new AssertionError(operator);
    }

    /**
     * Refuses operators of texts where there is no text.
     *
     * @param what names the other side, for the message
     */
    static void requireOrdering(Operator operator, String what) {
        if (!ordering(operator)) {
            throw new StoreException(
                    FailureKind.BAD_INPUT, "operator " + operator + " is of texts only, found " + what + " beside it");
        }
    }

    /**
     * Whether the operator holds for all values of a range, for none, or it is not known.
     *
     * @param leastOrder order of the least value and the literal
     * @param mostOrder order of the greatest value and the literal
     */
    static int range(Operator operator, int leastOrder, int mostOrder) {
        if (leastOrder > 0 || mostOrder < 0 || leastOrder == 0 && mostOrder == 0) {
            // All values lie on one side of the literal, or are it.
            return holds(operator, leastOrder) ? PredicateInput.YES : PredicateInput.NO;
        }
        boolean least = holds(operator, leastOrder);
        boolean monotonous = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
        if (monotonous && least == holds(operator, mostOrder)) {
            return least ? PredicateInput.YES : PredicateInput.NO;
        }
        return PredicateInput.UNKNOWN;
    }

    /** Whether the operator holds, given the order of value and literal; only for {@link #ordering} operators. */
    static boolean holds(Operator operator, int order) {
        switch (operator) {
            case EQUAL:
                return order == 0;
            case NOT_EQUAL:
                return order != 0;
            case LESS:
                return order < 0;
            case LESS_OR_EQUAL:
                return order <= 0;
            case GREATER:
                return order > 0;
            case GREATER_OR_EQUAL:
                return order >= 0;
            case STARTS_WITH:
            case CONTAINS:
            case MATCHES:
            case NOT_MATCHES:
            case FINDS:
                throw new IllegalArgumentException("operator " + operator + " has no order");
        }
        throw new AssertionError(operator);
    }
}
