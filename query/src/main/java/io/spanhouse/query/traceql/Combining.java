package io.spanhouse.query.traceql;

import org.jspecify.annotations.Nullable;

/** What an operator makes of two parts, which depends on what they are: {@code >} compares numbers and relates sets of spans. */
final class Combining {
    private Combining() {}

    /** How tight a token binds as an operator between parts; 0 if it is none. */
    static int precedence(Token token) {
        SpansetOperator ofSpans = SpansetOperator.of(token);
        if (ofSpans != null) {
            return ofSpans.precedence();
        }
        FieldOperator ofNumbers = FieldOperator.of(token);
        return ofNumbers == null || ofNumbers.matches() ? 0 : ofNumbers.precedence();
    }

    /** The part that an operator makes. */
    static Part of(Part left, Token token, Part right) {
        SpansetOperator ofSpans = SpansetOperator.of(token);
        if (ofSpans != null && left instanceof SpansetExpression one && right instanceof SpansetExpression other) {
            return new SpansetExpression.Combined(one, ofSpans, other, token.place());
        }
        FieldOperator operator = FieldOperator.of(token);
        if (operator != null && operator.arithmetic() != null) {
            return arithmetic(left, operator, right, token);
        }
        if (operator != null && operator.ofNumbers()) {
            return comparison(left, operator, right, token);
        }
        throw misplaced(token, "sets of spans on both sides");
    }

    private static Part arithmetic(Part left, FieldOperator operator, Part right, Token token) {
        if (left instanceof ScalarExpression one && right instanceof ScalarExpression other) {
            return new ScalarExpression.Arithmetic(one, operator, other, token.place());
        }
        MetricsExpression one = metrics(left);
        MetricsExpression other = metrics(right);
        if (one == null || other == null || !taken(one) || !taken(other) || !ofSeries(operator)) {
            throw misplaced(token, "numbers, or series under + - * /, on both sides");
        }
        return new MetricsExpression.Math(one, operator, other, token.place());
    }

    private static boolean taken(MetricsExpression expression) {
        return !(expression instanceof MetricsExpression.Math math)
                || ofSeries(math.operator()) && taken(math.left()) && taken(math.right());
    }

    private static boolean ofSeries(FieldOperator operator) {
        return operator != FieldOperator.MODULO && operator != FieldOperator.POWER;
    }

    private static @Nullable MetricsExpression metrics(Part part) {
        if (part instanceof ScalarExpression.Number number) {
            return new MetricsExpression.Number(number, number.place());
        }
        if (part instanceof ScalarExpression.Arithmetic arithmetic) {
            MetricsExpression left = metrics(arithmetic.left());
            MetricsExpression right = metrics(arithmetic.right());
            return left == null || right == null
                    ? null
                    : new MetricsExpression.Math(left, arithmetic.operator(), right, arithmetic.place());
        }
        return part instanceof MetricsExpression metrics ? metrics : null;
    }

    private static Part comparison(Part left, FieldOperator operator, Part right, Token token) {
        if (left instanceof MetricsExpression series && right instanceof ScalarExpression.Number number) {
            return new MetricsExpression.Compared(series, operator, number, token.place());
        }
        boolean numbers = left instanceof ScalarExpression && right instanceof ScalarExpression;
        if (!numbers || constant((ScalarExpression) left) && constant((ScalarExpression) right)) {
            throw misplaced(token, "an aggregate and a number on its sides");
        }
        return new Stage.ScalarFilter((ScalarExpression) left, operator, (ScalarExpression) right, token.place());
    }

    private static boolean constant(ScalarExpression scalar) {
        if (scalar instanceof ScalarExpression.Arithmetic arithmetic) {
            return constant(arithmetic.left()) && constant(arithmetic.right());
        }
        return scalar instanceof ScalarExpression.Number;
    }

    private static TraceQlException misplaced(Token token, String expected) {
        return TraceQlException.parse(token.place(), token.found(), expected);
    }
}
