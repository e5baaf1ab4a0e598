package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;

/** Something that expressions look at on a row. */
sealed interface PreparedSlot {
    /** The values of an operand. */
    record OfOperand(Operand operand) implements PreparedSlot {}

    /** True or false: whether a condition holds. */
    record OfCondition(PreparedCondition condition) implements PreparedSlot {}
}
