package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.ArithmeticOperator;
import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Expressions and relations from their definitions. */
final class OracleExpressions {
    private OracleExpressions() {}

    /** The values of an expression: String, BigInteger, Double, Boolean or byte[]. */
    static List<OracleConditions.Candidate> values(Expression expression, PlainSpan span, OracleTree tree) {
        if (expression instanceof Expression.Constant) {
            return List.of(plain(((Expression.Constant) expression).literal()));
        }
        if (expression instanceof Expression.Value) {
            return distinct(OracleConditions.candidates(((Expression.Value) expression).operand(), span, tree));
        }
        if (expression instanceof Expression.Truth) {
            boolean holds = OracleConditions.test(((Expression.Truth) expression).condition(), span, tree);
            return List.of(new OracleConditions.Candidate(holds, false, false));
        }
        Expression.Arithmetic arithmetic = (Expression.Arithmetic) expression;
        List<OracleConditions.Candidate> results = new ArrayList<>();
        for (OracleConditions.Candidate left : values(arithmetic.left(), span, tree)) {
            for (OracleConditions.Candidate right : values(arithmetic.right(), span, tree)) {
                compute(left.value(), arithmetic.operator(), right.value())
                        .ifPresent(value -> results.add(new OracleConditions.Candidate(value, true, false)));
            }
        }
        return results;
    }

    private static List<OracleConditions.Candidate> distinct(List<OracleConditions.Candidate> candidates) {
        List<OracleConditions.Candidate> distinct = new ArrayList<>();
        for (OracleConditions.Candidate candidate : candidates) {
            if (distinct.stream().noneMatch(other -> same(other.value(), candidate.value()))) {
                distinct.add(candidate);
            }
        }
        return distinct;
    }

    private static boolean same(Object one, Object other) {
        return one instanceof byte[] && other instanceof byte[]
                ? Arrays.equals((byte[]) one, (byte[]) other)
                : one.equals(other);
    }

    private static OracleConditions.Candidate plain(Literal literal) {
        Object value;
        if (literal instanceof Literal.Text) {
            value = ((Literal.Text) literal).value();
        } else if (literal instanceof Literal.Whole) {
            value = BigInteger.valueOf(((Literal.Whole) literal).value());
        } else if (literal instanceof Literal.Decimal) {
            value = ((Literal.Decimal) literal).value();
        } else if (literal instanceof Literal.Numeric) {
            value = ((Literal.Numeric) literal).value();
        } else if (literal instanceof Literal.Truth) {
            value = ((Literal.Truth) literal).value();
        } else {
            value = ((Literal.Bytes) literal).value();
        }
        return new OracleConditions.Candidate(value, true, false);
    }

    private static Optional<Object> compute(Object left, ArithmeticOperator operator, Object right) {
        if (!(left instanceof Number) || !(right instanceof Number)) {
            return Optional.empty();
        }
        if (left instanceof BigInteger && right instanceof BigInteger) {
            return wholes(signed(left), operator, signed(right)).map(value -> BigInteger.valueOf(value.longValue()));
        }
        double one = left instanceof BigInteger ? signed(left).doubleValue() : (Double) left;
        double other = right instanceof BigInteger ? signed(right).doubleValue() : (Double) right;
        return Optional.of(
                switch (operator) {
                    case PLUS -> one + other;
                    case MINUS -> one - other;
                    case TIMES -> one * other;
                    case DIVIDED_BY -> one / other;
                    case MODULO -> one % other;
                    case POWER -> Math.pow(one, other);
                });
    }

    /** A time counts as a signed number of 64 bits. */
    private static BigInteger signed(Object whole) {
        return BigInteger.valueOf(((BigInteger) whole).longValue());
    }

    private static Optional<BigInteger> wholes(BigInteger left, ArithmeticOperator operator, BigInteger right) {
        boolean zero = right.signum() == 0;
        return switch (operator) {
            case PLUS -> Optional.of(left.add(right));
            case MINUS -> Optional.of(left.subtract(right));
            case TIMES -> Optional.of(left.multiply(right));
            case DIVIDED_BY -> zero ? Optional.empty() : Optional.of(left.divide(right));
            case MODULO -> zero ? Optional.empty() : Optional.of(left.remainder(right));
            case POWER -> power(left, right);
        };
    }

    private static Optional<BigInteger> power(BigInteger base, BigInteger exponent) {
        if (exponent.signum() >= 0) {
            return Optional.of(base.modPow(exponent, BigInteger.ONE.shiftLeft(64)));
        }
        if (base.signum() == 0) {
            return Optional.empty();
        }
        if (!base.abs().equals(BigInteger.ONE)) {
            return Optional.of(BigInteger.ZERO);
        }
        return Optional.of(exponent.testBit(0) ? base : BigInteger.ONE);
    }

    static boolean relation(SpanCondition.Relation relation, PlainSpan span, OracleTree tree) {
        boolean none = relation.operator() == Operator.NOT_EQUAL || relation.operator() == Operator.NOT_MATCHES;
        Operator positive = switch (relation.operator()) {
            case NOT_EQUAL -> Operator.EQUAL;
            case NOT_MATCHES -> Operator.MATCHES;
            default -> relation.operator();
        };
        List<Boolean> decisions = new ArrayList<>();
        for (OracleConditions.Candidate left : values(relation.left(), span, tree)) {
            for (OracleConditions.Candidate right : values(relation.right(), span, tree)) {
                compare(left, positive, right).ifPresent(decisions::add);
            }
        }
        return none ? !decisions.isEmpty() && !decisions.contains(true) : decisions.contains(true);
    }

    private static Optional<Boolean> compare(
            OracleConditions.Candidate left, Operator operator, OracleConditions.Candidate right) {
        Object one = left.value();
        Object other = right.value();
        if (one instanceof String && other instanceof String) {
            return Optional.of(OracleConditions.texts((String) one, operator, (String) other));
        }
        if (one instanceof Boolean && other instanceof Boolean) {
            return Optional.of(OracleConditions.holds(operator, ((Boolean) one).compareTo((Boolean) other)));
        }
        if (one instanceof byte[] && other instanceof byte[]) {
            return Optional.of(OracleConditions.holds(operator, Arrays.compareUnsigned((byte[]) one, (byte[]) other)));
        }
        if (!(one instanceof Number) || !(other instanceof Number)) {
            return Optional.empty();
        }
        boolean time = left.unsignedTime() || right.unsignedTime();
        return Optional.of(numbers((Number) one, operator, (Number) other, time));
    }

    private static boolean numbers(Number one, Operator operator, Number other, boolean time) {
        double first = one.doubleValue();
        double second = other.doubleValue();
        if (Double.isNaN(first) || Double.isNaN(second)) {
            return false;
        }
        if (Double.isInfinite(first) || Double.isInfinite(second)) {
            return OracleConditions.holds(operator, Double.compare(first, second));
        }
        boolean unsigned = time && one instanceof BigInteger && other instanceof BigInteger;
        return OracleConditions.holds(operator, exact(one, unsigned).compareTo(exact(other, unsigned)));
    }

    private static BigDecimal exact(Number number, boolean unsigned) {
        if (number instanceof Double) {
            return new BigDecimal((Double) number);
        }
        BigInteger whole = (BigInteger) number;
        return new BigDecimal(unsigned ? OracleConditions.unsigned(whole.longValue()) : whole);
    }

    /** The values of an operand as literals, equal ones once. */
    static List<Literal> literals(Operand operand, PlainSpan span, OracleTree tree) {
        return OracleConditions.literals(operand, span, tree);
    }
}
