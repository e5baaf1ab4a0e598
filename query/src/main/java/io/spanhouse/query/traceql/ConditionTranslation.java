package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.ArithmeticOperator;
import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands between braces, as the store is asked it. Takes checked expressions. */
public final class ConditionTranslation {
    /** Met by no span. */
    static final SpanCondition NEVER = new SpanCondition.Any(List.of());

    private static final Expression ZERO = new Expression.Constant(new Literal.Whole(0));
    private static final Expression TRUE = new Expression.Constant(new Literal.Truth(true));
    private static final Expression FALSE = new Expression.Constant(new Literal.Truth(false));
    private static final SpanCondition IS_CHILD = new SpanCondition.Exists(new Operand.Field(SpanField.PARENT_SPAN_ID));

    private ConditionTranslation() {}

    /** The spans for which an expression is true. */
    public static SpanCondition condition(FieldExpression expression) {
        if (expression instanceof FieldExpression.Constant constant) {
            return constant.literal() instanceof Literal.Truth truth && truth.value() ? SpanCondition.EVERY : NEVER;
        }
        if (expression instanceof FieldExpression.Not not) {
            // Not of what is missing is not true either.
            return isAttribute(not.of())
                    ? new SpanCondition.Relation(expression(not.of()), Operator.EQUAL, FALSE)
                    : not(not.of());
        }
        if (expression instanceof FieldExpression.Binary binary) {
            return binary(binary);
        }
        return isAttribute(expression)
                ? new SpanCondition.Relation(expression(expression), Operator.EQUAL, TRUE)
                : NEVER;
    }

    private static boolean isAttribute(FieldExpression expression) {
        return expression instanceof FieldExpression.Attribute;
    }

    private static SpanCondition not(FieldExpression of) {
        return of instanceof FieldExpression.Not twice ? condition(twice.of()) : new SpanCondition.Not(condition(of));
    }

    private static SpanCondition binary(FieldExpression.Binary binary) {
        if (binary.operator().logical()) {
            List<SpanCondition> conditions = new ArrayList<>();
            collect(binary, binary.operator(), conditions);
            return binary.operator() == FieldOperator.AND
                    ? new SpanCondition.All(conditions)
                    : new SpanCondition.Any(conditions);
        }
        Operator operator = binary.operator().comparison();
        if (operator == null) {
            // A number is not true.
            return NEVER;
        }
        if (binary.left() instanceof FieldExpression.Nil || binary.right() instanceof FieldExpression.Nil) {
            return nil(binary);
        }
        if (keyword(binary.left()) != keyword(binary.right())) {
            return NEVER;
        }
        SpanCondition special = rootTest(binary);
        special = special == null ? idTest(binary.left(), operator, binary.right()) : special;
        special = special == null ? idTest(binary.right(), operator, binary.left()) : special;
        return special != null
                ? special
                : new SpanCondition.Relation(expression(binary.left()), operator, expression(binary.right()));
    }

    /** Chains of one operator become one list, since depth is bounded. */
    private static void collect(FieldExpression expression, FieldOperator operator, List<SpanCondition> into) {
        if (expression instanceof FieldExpression.Binary binary && binary.operator() == operator) {
            collect(binary.left(), operator, into);
            collect(binary.right(), operator, into);
        } else {
            into.add(condition(expression));
        }
    }

    private static SpanCondition nil(FieldExpression.Binary binary) {
        FieldExpression other = binary.left() instanceof FieldExpression.Nil ? binary.right() : binary.left();
        if (other instanceof FieldExpression.Nil) {
            return NEVER;
        }
        SpanCondition exists = new SpanCondition.Exists(operand(other));
        return binary.operator() == FieldOperator.EQUAL ? new SpanCondition.Not(exists) : exists;
    }

    /** Whether the value is a status or a kind, which are numbers to the store but not to TraceQL. */
    private static boolean keyword(FieldExpression expression) {
        ValueKind kind = FieldValidator.kind(expression);
        return kind == ValueKind.STATUS || kind == ValueKind.SPAN_KIND;
    }

    /**
     * A comparison of nestedSetParent that only asks whether the span is a root, which the span itself says; null for any
     * other.
     */
    static @Nullable SpanCondition rootTest(FieldExpression.Binary binary) {
        boolean turned = binary.right() instanceof FieldExpression.OfSpan;
        FieldExpression side = turned ? binary.right() : binary.left();
        FieldExpression number = turned ? binary.left() : binary.right();
        if (!(side instanceof FieldExpression.OfSpan ofSpan)
                || ofSpan.intrinsic() != Intrinsic.NESTED_SET_PARENT
                || !(number instanceof FieldExpression.Constant constant)
                || !(constant.literal() instanceof Literal.Whole whole)) {
            return null;
        }
        FieldOperator operator = turned ? turned(binary.operator()) : binary.operator();
        boolean root = operator == FieldOperator.LESS && whole.value() == 0
                || (operator == FieldOperator.LESS_OR_EQUAL || operator == FieldOperator.EQUAL) && whole.value() == -1;
        if (root) {
            return new SpanCondition.Not(IS_CHILD);
        }
        boolean child = operator == FieldOperator.GREATER_OR_EQUAL && whole.value() == 0
                || (operator == FieldOperator.GREATER || operator == FieldOperator.NOT_EQUAL) && whole.value() == -1;
        return child ? IS_CHILD : null;
    }

    private static FieldOperator turned(FieldOperator operator) {
        return switch (operator) {
            case LESS -> FieldOperator.GREATER;
            case LESS_OR_EQUAL -> FieldOperator.GREATER_OR_EQUAL;
            case GREATER -> FieldOperator.LESS;
            case GREATER_OR_EQUAL -> FieldOperator.LESS_OR_EQUAL;
            case OR, AND, EQUAL, NOT_EQUAL, MATCHES, NOT_MATCHES, PLUS, MINUS, TIMES, DIVIDED_BY, MODULO, POWER ->
                operator;
        };
    }

    /** An id is equal to a text or not by its bytes, so that its index serves; null for any other comparison. */
    private static @Nullable SpanCondition idTest(FieldExpression id, Operator operator, FieldExpression other) {
        if (operator != Operator.EQUAL && operator != Operator.NOT_EQUAL
                || !(id instanceof FieldExpression.OfSpan ofSpan)
                || !(other instanceof FieldExpression.Constant constant)
                || !(constant.literal() instanceof Literal.Text text)
                || !(operand(ofSpan.intrinsic()) instanceof Operand.AsText asText)) {
            return null;
        }
        boolean ofTrace = ofSpan.intrinsic() == Intrinsic.TRACE_ID || ofSpan.intrinsic() == Intrinsic.LINK_TRACE_ID;
        int digits = ofTrace ? 32 : 16;
        String value = text.value();
        boolean hex =
                !value.isEmpty() && value.length() <= digits && value.chars().allMatch(HexFormat::isHexDigit);
        if (!hex) {
            return operator == Operator.EQUAL ? NEVER : new SpanCondition.Exists(asText.of());
        }
        byte[] bytes = HexFormat.of().parseHex("0".repeat(digits - value.length()) + value);
        return new SpanCondition.Relation(
                new Expression.Value(asText.of()), operator, new Expression.Constant(new Literal.Bytes(bytes)));
    }

    /** The value of an expression. */
    public static Expression expression(FieldExpression expression) {
        if (expression instanceof FieldExpression.Constant constant) {
            return new Expression.Constant(constant.literal());
        }
        if (expression instanceof FieldExpression.Attribute || expression instanceof FieldExpression.OfSpan) {
            return new Expression.Value(operand(expression));
        }
        if (expression instanceof FieldExpression.Negative negative) {
            return new Expression.Arithmetic(ZERO, ArithmeticOperator.MINUS, expression(negative.of()));
        }
        ArithmeticOperator operator = expression instanceof FieldExpression.Binary binary
                ? binary.operator().arithmetic()
                : null;
        if (operator != null && expression instanceof FieldExpression.Binary binary) {
            return new Expression.Arithmetic(expression(binary.left()), operator, expression(binary.right()));
        }
        return new Expression.Truth(condition(expression));
    }

    /** What an attribute or an intrinsic looks at. */
    public static Operand operand(FieldExpression expression) {
        if (expression instanceof FieldExpression.OfSpan ofSpan) {
            return operand(ofSpan.intrinsic());
        }
        if (expression instanceof FieldExpression.Attribute attribute) {
            return Operands.of(attribute.name());
        }
        throw new IllegalArgumentException("neither an attribute nor an intrinsic: " + expression);
    }

    private static Operand operand(Intrinsic intrinsic) {
        return Operands.of(intrinsic);
    }
}
