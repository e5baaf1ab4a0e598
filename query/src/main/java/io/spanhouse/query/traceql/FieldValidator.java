package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;

/** Says what makes no sense in an expression, and which kind its value is of. */
final class FieldValidator {
    private FieldValidator() {}

    /** Whether an expression looks at the span at all. */
    static boolean ofSpan(FieldExpression expression) {
        if (expression instanceof FieldExpression.Binary binary) {
            return ofSpan(binary.left()) || ofSpan(binary.right());
        }
        if (expression instanceof FieldExpression.Not not) {
            return ofSpan(not.of());
        }
        if (expression instanceof FieldExpression.Negative negative) {
            return ofSpan(negative.of());
        }
        return expression instanceof FieldExpression.Attribute || expression instanceof FieldExpression.OfSpan;
    }

    /** The kind of an expression's value; all of it is checked on the way. */
    static ValueKind kind(FieldExpression expression) {
        if (expression instanceof FieldExpression.Constant constant) {
            return constant.kind();
        }
        if (expression instanceof FieldExpression.Attribute attribute) {
            if (attribute.name().ofParent()) {
                throw TraceQlException.unsupported(attribute.place(), "an attribute of the parent is");
            }
            return ValueKind.UNKNOWN;
        }
        if (expression instanceof FieldExpression.OfSpan ofSpan) {
            if (ofSpan.intrinsic() == Intrinsic.PARENT) {
                throw TraceQlException.unsupported(ofSpan.place(), "parent is");
            }
            return ofSpan.intrinsic().kind();
        }
        if (expression instanceof FieldExpression.Not not) {
            ValueKind kind = kind(not.of());
            require(kind.boolOrUnknown(), not.place(), "! stands before " + kind.text() + ", expected a bool");
            return ValueKind.BOOL;
        }
        if (expression instanceof FieldExpression.Negative negative) {
            ValueKind kind = kind(negative.of());
            require(kind.numberOrUnknown(), negative.place(), "- stands before " + kind.text() + ", expected a number");
            return kind.number() ? kind : ValueKind.DECIMAL;
        }
        return expression instanceof FieldExpression.Binary binary ? binary(binary) : ValueKind.NIL;
    }

    private static void require(boolean holds, Place place, String message) {
        if (!holds) {
            throw TraceQlException.invalid(place, message);
        }
    }

    private static ValueKind binary(FieldExpression.Binary binary) {
        ValueKind left = kind(binary.left());
        ValueKind right = kind(binary.right());
        FieldOperator operator = binary.operator();
        String stands = "'" + operator.text() + "' stands between " + left.text() + " and " + right.text();
        if (left == ValueKind.NIL || right == ValueKind.NIL) {
            nil(binary, stands);
        } else if (operator.logical()) {
            require(left.boolOrUnknown() && right.boolOrUnknown(), binary.place(), stands + ", expected bools");
        } else if (operator.arithmetic() != null) {
            require(left.numberOrUnknown() && right.numberOrUnknown(), binary.place(), stands + ", expected numbers");
            divisor(binary);
            return number(left, right);
        } else if (operator.matches()) {
            pattern(binary, left, stands);
        } else {
            require(left.comparable(right), binary.place(), stands + ", which are never compared");
            boolean equality = operator == FieldOperator.EQUAL || operator == FieldOperator.NOT_EQUAL;
            require(equality || left.ordered() && right.ordered(), binary.place(), stands + ", which have no order");
            nestedSet(binary, left, right);
        }
        return ValueKind.BOOL;
    }

    private static ValueKind number(ValueKind left, ValueKind right) {
        if (left == ValueKind.DURATION || right == ValueKind.DURATION) {
            return ValueKind.DURATION;
        }
        return left == ValueKind.INTEGER && right == ValueKind.INTEGER ? ValueKind.INTEGER : ValueKind.DECIMAL;
    }

    private static void nil(FieldExpression.Binary binary, String stands) {
        boolean equal = binary.operator() == FieldOperator.EQUAL;
        require(
                equal || binary.operator() == FieldOperator.NOT_EQUAL,
                binary.place(),
                stands + ", expected = or != beside nil");
        FieldExpression other = binary.left() instanceof FieldExpression.Nil ? binary.right() : binary.left();
        boolean always = other instanceof FieldExpression.OfSpan
                || other instanceof FieldExpression.Attribute attribute
                        && attribute.name().scope() == AttributeName.Scope.RESOURCE
                        && attribute.name().key().equals("service.name");
        require(!equal || !always, binary.place(), other + " is never nil");
        require(
                always || other instanceof FieldExpression.Attribute || other instanceof FieldExpression.Nil,
                binary.place(),
                stands + ", expected an attribute or an intrinsic beside nil");
    }

    private static void divisor(FieldExpression.Binary binary) {
        boolean divides = binary.operator() == FieldOperator.DIVIDED_BY || binary.operator() == FieldOperator.MODULO;
        boolean zero =
                binary.right() instanceof FieldExpression.Constant constant && Validator.zero(constant.literal());
        require(!divides || !zero, binary.place(), "'" + binary.operator().text() + "' stands before 0");
    }

    /** Whether the expression itself is one is for the store to say, which compiles it. */
    private static void pattern(FieldExpression.Binary binary, ValueKind left, String stands) {
        require(
                left == ValueKind.STRING || left == ValueKind.UNKNOWN,
                binary.place(),
                stands + ", expected a string on the left");
        if (!(binary.right() instanceof FieldExpression.Constant constant)
                || !(constant.literal() instanceof Literal.Text)) {
            throw TraceQlException.invalid(binary.place(), stands + ", expected a string in quotes on the right");
        }
    }

    private static void nestedSet(FieldExpression.Binary binary, ValueKind left, ValueKind right) {
        boolean numbers = nestedSet(binary.left()) && right != ValueKind.INTEGER
                || nestedSet(binary.right()) && left != ValueKind.INTEGER;
        require(!numbers, binary.place(), "a number of the tree is compared with something other than an int");
    }

    private static boolean nestedSet(FieldExpression expression) {
        return expression instanceof FieldExpression.OfSpan ofSpan
                && ofSpan.intrinsic().nestedSet();
    }
}
