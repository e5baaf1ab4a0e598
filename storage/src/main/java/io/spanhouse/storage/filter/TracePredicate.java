package io.spanhouse.storage.filter;

import java.util.List;

/** A predicate on a whole trace. */
public sealed interface TracePredicate {
    /** Met by every trace. */
    TracePredicate EVERY = new All(List.of());

    /** At least one span of the trace meets the condition. */
    record AnySpan(SpanCondition condition) implements TracePredicate {}

    /** The number of spans that meet the condition stands in this relation to a number. */
    record SpanCount(SpanCondition condition, Operator operator, long number) implements TracePredicate {}

    /** A value of the trace stands in this relation to a number; starts and ends compare unsigned. */
    record Comparison(TraceField field, Operator operator, long number) implements TracePredicate {}

    /** The root span's name or service is this text; false where no root is known. */
    record Root(Property property, Operator operator, String text) implements TracePredicate {
        /** What of the root. */
        public enum Property {
            NAME,
            SERVICE
        }
    }

    /** The pipeline leaves a set of spans. */
    record Spans(SpanPipeline pipeline) implements TracePredicate {}

    /** All of these hold; none given: every trace. */
    record All(List<TracePredicate> predicates) implements TracePredicate {
        public All {
            predicates = List.copyOf(predicates);
        }
    }

    /** At least one of these holds; none given: no trace. */
    record Any(List<TracePredicate> predicates) implements TracePredicate {
        public Any {
            predicates = List.copyOf(predicates);
        }
    }

    /** This does not hold. */
    record Not(TracePredicate predicate) implements TracePredicate {}
}
