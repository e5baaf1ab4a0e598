package io.spanhouse.storage.filter;

import java.util.List;

/** A condition that one span alone meets or not. */
public sealed interface SpanCondition {
    /** Met by every span. */
    SpanCondition EVERY = new All(List.of());

    /** A value of the operand, of exactly the literal's kind, stands in this relation to the literal. */
    record Comparison(Operand operand, Operator operator, Literal literal) implements SpanCondition {}

    /**
     * Values of two expressions stand in this relation: some pair of them; for {@link Operator#NOT_EQUAL} and {@link
     * Operator#NOT_MATCHES}, there are pairs that can be compared and none of them is equal or matches. Numbers of all kinds
     * compare with each other. False where a side has no value. Operators of texts want a constant text on the right.
     */
    record Relation(Expression left, Operator operator, Expression right) implements SpanCondition {}

    /** The operand has any value; an attribute that is there but empty counts as there. */
    record Exists(Operand operand) implements SpanCondition {}

    /**
     * One event, or one link, of the span meets the condition: in it, operands of that level mean this one element. Other
     * operands are the span's as usual.
     *
     * @param level EVENT or LINK
     */
    record AnyElement(AttributeLevel level, SpanCondition condition) implements SpanCondition {
        public AnyElement {
            if (level != AttributeLevel.EVENT && level != AttributeLevel.LINK) {
                throw new IllegalArgumentException("level is " + level + ", expected EVENT or LINK");
            }
        }
    }

    /** All of these hold on the same span; none of them given: every span. */
    record All(List<SpanCondition> conditions) implements SpanCondition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /** At least one of these holds; none of them given: no span. */
    record Any(List<SpanCondition> conditions) implements SpanCondition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /** This does not hold. */
    record Not(SpanCondition condition) implements SpanCondition {}
}
