package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.ArithmeticOperator;
import io.spanhouse.storage.filter.Operator;
import org.jspecify.annotations.Nullable;

/** An operator between two values. */
public enum FieldOperator {
    OR("||", 1, null, null),
    AND("&&", 1, null, null),
    EQUAL("=", 2, Operator.EQUAL, null),
    NOT_EQUAL("!=", 2, Operator.NOT_EQUAL, null),
    LESS("<", 2, Operator.LESS, null),
    LESS_OR_EQUAL("<=", 2, Operator.LESS_OR_EQUAL, null),
    GREATER(">", 2, Operator.GREATER, null),
    GREATER_OR_EQUAL(">=", 2, Operator.GREATER_OR_EQUAL, null),
    MATCHES("=~", 2, Operator.MATCHES, null),
    NOT_MATCHES("!~", 2, Operator.NOT_MATCHES, null),
    PLUS("+", 3, null, ArithmeticOperator.PLUS),
    MINUS("-", 3, null, ArithmeticOperator.MINUS),
    TIMES("*", 5, null, ArithmeticOperator.TIMES),
    DIVIDED_BY("/", 5, null, ArithmeticOperator.DIVIDED_BY),
    MODULO("%", 5, null, ArithmeticOperator.MODULO),
    POWER("^", 6, null, ArithmeticOperator.POWER);

    /** How tight {@code !} binds: as what stands in its operand must. */
    static final int NOT_OPERAND = 5;

    private static final FieldOperator[] ALL = values();

    private final String text;
    private final int precedence;
    private final @Nullable Operator comparison;
    private final @Nullable ArithmeticOperator arithmetic;

    FieldOperator(String text, int precedence, @Nullable Operator comparison, @Nullable ArithmeticOperator arithmetic) {
        this.text = text;
        this.precedence = precedence;
        this.comparison = comparison;
        this.arithmetic = arithmetic;
    }

    static @Nullable FieldOperator of(Token token) {
        if (token.kind() == Token.Kind.SYMBOL) {
            for (FieldOperator operator : ALL) {
                if (operator.text.equals(token.text())) {
                    return operator;
                }
            }
        }
        return null;
    }

    public String text() {
        return text;
    }

    int precedence() {
        return precedence;
    }

    /** What the operator's right side must bind at least as tight as. */
    int rightPrecedence() {
        return this == POWER ? precedence : precedence + 1;
    }

    /** The same of the store; null for an operator that does not compare. */
    @Nullable
    Operator comparison() {
        return comparison;
    }

    /** The same of the store; null for an operator that does not calculate. */
    @Nullable
    ArithmeticOperator arithmetic() {
        return arithmetic;
    }

    boolean matches() {
        return this == MATCHES || this == NOT_MATCHES;
    }

    boolean logical() {
        return this == AND || this == OR;
    }

    /** Whether the values are compared as more and less, or equal. */
    boolean ofNumbers() {
        return comparison != null && !matches();
    }
}
