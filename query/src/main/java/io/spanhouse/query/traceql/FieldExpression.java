package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;

/** Something that has a value on a span. */
public sealed interface FieldExpression {
    /** Where it begins; of a binary expression, where its operator stands. */
    Place place();

    /** A value; status and kind are their numbers. */
    record Constant(ValueKind kind, Literal literal, String text, Place place) implements FieldExpression {
        @Override
        public String toString() {
            return text;
        }
    }

    /** The absent value. */
    record Nil(Place place) implements FieldExpression {
        @Override
        public String toString() {
            return "nil";
        }
    }

    /** An attribute. */
    record Attribute(AttributeName name, Place place) implements FieldExpression {
        @Override
        public String toString() {
            return name.toString();
        }
    }

    /** An intrinsic. */
    record OfSpan(Intrinsic intrinsic, Place place) implements FieldExpression {
        @Override
        public String toString() {
            return intrinsic.text();
        }
    }

    /** Logical not. */
    record Not(FieldExpression of, Place place) implements FieldExpression {
        @Override
        public String toString() {
            return "!" + of;
        }
    }

    /** Unary minus. */
    record Negative(FieldExpression of, Place place) implements FieldExpression {
        @Override
        public String toString() {
            return "-" + of;
        }
    }

    /** Two values under an operator. */
    record Binary(FieldExpression left, FieldOperator operator, FieldExpression right, Place place)
            implements FieldExpression {
        @Override
        public String toString() {
            return "(" + left + " " + operator.text() + " " + right + ")";
        }
    }
}
