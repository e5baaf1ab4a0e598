package io.spanhouse.query.jaeger.expression;

import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;

/**
 * One way in which a term may have a value: an attribute is a text or a number or something else, a kind is one of six words.
 * Two terms compare by every pair of their alternatives that go together.
 *
 * @param when on which spans the term has this value
 * @param value its value
 * @param sort with what it can be compared
 */
record Alternative(SpanCondition when, Expression value, Sort sort) {
    /** What values can be compared with each other. */
    enum Sort {
        TEXT,
        /** Values that stand for themselves as text and have no order: true and false, bytes, lists, maps. */
        OTHER,
        /** A stored whole number. */
        INT,
        /** A stored double. */
        DOUBLE,
        /** A constant that is to be compared with stored whole numbers alone. */
        INT_ONLY,
        /** A constant that is to be compared with stored doubles alone. */
        DOUBLE_ONLY,
        /** A constant that any number is compared with. */
        NUMBER,
        BOOL,
        DURATION,
        TIMESTAMP;

        boolean goesWith(Sort other) {
            if (isNumber() && other.isNumber()) {
                return !(this == INT_ONLY && other == DOUBLE
                        || this == DOUBLE && other == INT_ONLY
                        || this == DOUBLE_ONLY && other == INT
                        || this == INT && other == DOUBLE_ONLY);
            }
            return this == other;
        }

        /** Whether there is an order of such values. */
        boolean ordered() {
            return this != OTHER && this != BOOL;
        }

        private boolean isNumber() {
            return this == INT || this == DOUBLE || this == INT_ONLY || this == DOUBLE_ONLY || this == NUMBER;
        }
    }

    static Alternative of(Operand operand, Sort sort) {
        return new Alternative(SpanCondition.EVERY, new Expression.Value(operand), sort);
    }

    static Alternative of(Literal literal, Sort sort) {
        return new Alternative(SpanCondition.EVERY, new Expression.Constant(literal), sort);
    }
}
