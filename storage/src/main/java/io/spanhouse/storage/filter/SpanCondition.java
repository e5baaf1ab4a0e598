package io.spanhouse.storage.filter;

import java.util.List;

/** A condition that one span alone meets or not. */
public sealed interface SpanCondition {
    /** Met by every span. */
    SpanCondition EVERY = new All(List.of());

    /** A value of the operand stands in this relation to the literal. */
    record Comparison(Operand operand, Operator operator, Literal literal) implements SpanCondition {}

    /** The operand has any value; an attribute that is there but empty counts as there. */
    record Exists(Operand operand) implements SpanCondition {}

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
