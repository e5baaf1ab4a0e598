package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition made ready: literals as bytes, patterns compiled, checked for sense. Immutable, shared by all units of work
 * of a query.
 */
sealed interface PreparedCondition {
    /** Deepest nesting of a condition. */
    int DEPTH_MAX = 200;

    /** Most comparisons of a condition. */
    int COMPARISONS_MAX = 10_000;

    /** A comparison. */
    record Leaf(Operand operand, ValueTest test, SpanCondition source) implements PreparedCondition {}

    /** All hold. */
    record AllOf(List<PreparedCondition> parts) implements PreparedCondition {}

    /** Any holds. */
    record AnyOf(List<PreparedCondition> parts) implements PreparedCondition {}

    /** The part does not hold. */
    record Negation(PreparedCondition part) implements PreparedCondition {}

    /** Whether every span meets the condition, as far as can be seen from its form. */
    default boolean isEvery() {
        return this instanceof AllOf && ((AllOf) this).parts().isEmpty();
    }

    /**
     * Makes a condition ready.
     *
     * @throws StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    static PreparedCondition of(SpanCondition condition) {
        return new Preparation().prepare(condition, 0);
    }

    /** The walk over a condition, counting what is bounded. */
    final class Preparation {
        private int comparisons;

        private Preparation() {}

        private PreparedCondition prepare(SpanCondition condition, int depth) {
            if (depth > DEPTH_MAX) {
                throw new StoreException(
                        FailureKind.BAD_INPUT, "condition is nested deeper than " + DEPTH_MAX + " levels");
            }
            if (condition instanceof SpanCondition.All) {
                return new AllOf(all(((SpanCondition.All) condition).conditions(), depth));
            }
            if (condition instanceof SpanCondition.Any) {
                return new AnyOf(all(((SpanCondition.Any) condition).conditions(), depth));
            }
            if (condition instanceof SpanCondition.Not) {
                return new Negation(prepare(((SpanCondition.Not) condition).condition(), depth + 1));
            }
            if (++comparisons > COMPARISONS_MAX) {
                throw new StoreException(
                        FailureKind.BAD_INPUT, "condition has more than " + COMPARISONS_MAX + " comparisons");
            }
            if (condition instanceof SpanCondition.Exists) {
                return new Leaf(((SpanCondition.Exists) condition).operand(), ValueTest.ANY_VALUE, condition);
            }
            SpanCondition.Comparison comparison = (SpanCondition.Comparison) condition;
            return new Leaf(comparison.operand(), ValueTest.of(comparison.operator(), comparison.literal()), condition);
        }

        private List<PreparedCondition> all(List<SpanCondition> conditions, int depth) {
            List<PreparedCondition> parts = new ArrayList<>(conditions.size());
            for (SpanCondition condition : conditions) {
                parts.add(prepare(condition, depth + 1));
            }
            return List.copyOf(parts);
        }
    }
}
