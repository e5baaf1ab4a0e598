package io.spanhouse.storage.filter;

import java.util.List;
import java.util.Optional;

/**
 * A set of spans of each trace and what is done with it, stage by stage. A stage takes sets of spans and leaves others; a
 * trace meets the pipeline if a set is left that has spans.
 *
 * @param first the set to begin with
 * @param stages in their order
 */
public record SpanPipeline(SpanSet first, List<Stage> stages) {
    public SpanPipeline {
        stages = List.copyOf(stages);
    }

    /** A set of spans and nothing done with it. */
    public static SpanPipeline of(SpanSet first) {
        return new SpanPipeline(first, List.of());
    }

    /** One step. */
    public sealed interface Stage {
        /**
         * Leaves each set whose statistic stands in this relation to a number. A set that has no value of it goes.
         *
         * @param statistic what is computed of the set
         * @param of what it is computed of, numbers alone count; empty for COUNT
         * @param operator of order or equality
         * @param number Whole, Decimal or Numeric
         */
        record Having(Statistic statistic, Optional<Expression> of, Operator operator, Literal number)
                implements Stage {}

        /**
         * Cuts each set by the expression's value, spans without one together; each new set has the value added to its key.
         * Of several values it is the first in the order text, whole number, double, true or false, bytes, and then by value.
         */
        record By(Expression of) implements Stage {}

        /** Puts all sets together as one, without a key. */
        record Coalesce() implements Stage {}

        /**
         * Leaves of each set what another set of spans picks of it: conditions are met by spans of the set alone, who is whose
         * parent is asked of the whole trace. What each set was grouped by, and what was computed of it, stays with it.
         */
        record Within(SpanSet set) implements Stage {}
    }

    /** What can be computed of a set of spans. */
    public enum Statistic {
        /** Number of spans. */
        COUNT,
        MIN,
        MAX,
        SUM,
        AVERAGE
    }
}
