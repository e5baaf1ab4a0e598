package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.model.StoreException;
import java.util.List;

/**
 * A condition made ready: literals as bytes, patterns compiled, checked for sense. Immutable, shared by all units of work
 * of a query.
 */
sealed interface PreparedCondition {
    /** Deepest nesting of a condition. */
    int DEPTH_MAX = 200;

    /** Most comparisons and parts of expressions of a condition. */
    int COMPARISONS_MAX = 10_000;

    /** A comparison of an operand with a literal. */
    record Leaf(Operand operand, ValueTest test, SpanCondition source) implements PreparedCondition {}

    /** A relation of two expressions that is no comparison of an operand with a literal. */
    record Computed(PreparedRelation relation) implements PreparedCondition {}

    /** One event, or one link, meets the part. */
    record Element(AttributeLevel level, PreparedCondition part) implements PreparedCondition {}

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
     * Makes a condition ready that is asked where traces are not looked at.
     *
     * @throws StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    static PreparedCondition of(SpanCondition condition) {
        return new ConditionPreparation(false).condition(condition, 0);
    }
}
