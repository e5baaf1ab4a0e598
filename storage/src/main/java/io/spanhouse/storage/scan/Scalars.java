package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.ArithmeticOperator;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What two values of expressions make together: whether they stand in a relation, and arithmetic. */
final class Scalars {
    private Scalars() {}

    /**
     * Whether a relation of order or equality holds: {@link PredicateInput#UNKNOWN} where the two cannot be compared.
     *
     * @param unsigned whether whole numbers are unsigned
     */
    static int relate(Literal left, Operator operator, Literal right, boolean unsigned) {
        if (isNumber(left) && isNumber(right)) {
            return decision(numbers(left, operator, right, unsigned));
        }
        if (left instanceof Literal.Text && right instanceof Literal.Text) {
            int order = LiteralOrder.TEXTS.compare(((Literal.Text) left).value(), ((Literal.Text) right).value());
            return decision(Relations.holds(operator, order));
        }
        if (left instanceof Literal.Truth && right instanceof Literal.Truth) {
            int order = Boolean.compare(((Literal.Truth) left).value(), ((Literal.Truth) right).value());
            return decision(Relations.holds(operator, order));
        }
        if (left instanceof Literal.Bytes && right instanceof Literal.Bytes) {
            int order = Arrays.compareUnsigned(((Literal.Bytes) left).value(), ((Literal.Bytes) right).value());
            return decision(Relations.holds(operator, order));
        }
        return PredicateInput.UNKNOWN;
    }

    private static int decision(boolean holds) {
        return holds ? PredicateInput.YES : PredicateInput.NO;
    }

    static boolean isNumber(Literal literal) {
        return literal instanceof Literal.Whole
                || literal instanceof Literal.Decimal
                || literal instanceof Literal.Numeric;
    }

    /** Whether two numbers stand in a relation, exactly by their values. */
    static boolean numbers(Literal left, Operator operator, Literal right, boolean unsigned) {
        boolean leftWhole = left instanceof Literal.Whole;
        boolean rightWhole = right instanceof Literal.Whole;
        if (leftWhole && rightWhole) {
            NumberSense sense = unsigned ? NumberSense.UNSIGNED : NumberSense.SIGNED;
            return Relations.holds(operator, sense.compare(whole(left), whole(right)));
        }
        if (!leftWhole && !rightWhole) {
            return NumberTests.holds(operator, decimal(left), decimal(right));
        }
        double other = leftWhole ? decimal(right) : decimal(left);
        if (Double.isNaN(other)) {
            return operator == Operator.NOT_EQUAL;
        }
        int order = NumberTests.compare(leftWhole ? whole(left) : whole(right), other, unsigned);
        return Relations.holds(operator, leftWhole ? order : -order);
    }

    static long whole(Literal literal) {
        return ((Literal.Whole) literal).value();
    }

    /** A number as a double, rounded if it is a whole number beyond 53 bits. */
    static double decimal(Literal literal) {
        if (literal instanceof Literal.Decimal) {
            return ((Literal.Decimal) literal).value();
        }
        return literal instanceof Literal.Numeric ? ((Literal.Numeric) literal).value() : whole(literal);
    }

    /** What comes of two values, null where nothing does. */
    static @Nullable Literal compute(Literal left, ArithmeticOperator operator, Literal right) {
        if (!isNumber(left) || !isNumber(right)) {
            return null;
        }
        if (left instanceof Literal.Whole && right instanceof Literal.Whole) {
            return wholes(whole(left), operator, whole(right));
        }
        return new Literal.Decimal(decimals(decimal(left), operator, decimal(right)));
    }

    private static @Nullable Literal wholes(long left, ArithmeticOperator operator, long right) {
        switch (operator) {
            case PLUS:
                return new Literal.Whole(left + right);
            case MINUS:
                return new Literal.Whole(left - right);
            case TIMES:
                return new Literal.Whole(left * right);
            case DIVIDED_BY:
                return right == 0 ? null : new Literal.Whole(left / right);
            case MODULO:
                return right == 0 ? null : new Literal.Whole(left % right);
            case POWER:
                return power(left, right);
        }
        throw new AssertionError(operator);
    }

    /** By squaring, wrapping around; with a negative exponent the whole part of the fraction. */
    private static @Nullable Literal power(long base, long exponent) {
        if (exponent < 0) {
            if (base == 0) {
                return null;
            }
            boolean unit = base == 1 || base == -1;
            return new Literal.Whole(!unit ? 0 : base == 1 || (exponent & 1) == 0 ? 1 : -1);
        }
        long result = 1;
        long factor = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result *= factor;
            }
            factor *= factor;
        }
        return new Literal.Whole(result);
    }

    private static double decimals(double left, ArithmeticOperator operator, double right) {
        switch (operator) {
            case PLUS:
                return left + right;
            case MINUS:
                return left - right;
            case TIMES:
                return left * right;
            case DIVIDED_BY:
                return left / right;
            case MODULO:
                return left % right;
            case POWER:
                return Math.pow(left, right);
        }
        throw new AssertionError(operator);
    }
}
