package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.SpanRows;
import java.util.List;

/** Reads what expressions look at from the rows of one {@link SpanRows}. Not thread-safe. */
final class RowSlots implements SlotValues {
    private static final List<Literal> YES = List.of(new Literal.Truth(true));
    private static final List<Literal> NO = List.of(new Literal.Truth(false));

    private interface Slot {
        List<Literal> values(int row);
    }

    private final Slot[] slots;
    private int row;

    RowSlots(SpanRows rows, List<PreparedSlot> slots, RowContext context) {
        this.slots = new Slot[slots.size()];
        for (int i = 0; i < this.slots.length; i++) {
            this.slots[i] = bind(rows, slots.get(i), context);
        }
    }

    private static Slot bind(SpanRows rows, PreparedSlot slot, RowContext context) {
        if (slot instanceof PreparedSlot.OfOperand) {
            return new LiteralReader(rows, OperandReader.of(((PreparedSlot.OfOperand) slot).operand(), rows, context))
                    ::of;
        }
        SpanConditionEvaluator evaluator =
                new SpanConditionEvaluator(rows, ((PreparedSlot.OfCondition) slot).condition(), context);
        return row -> truth(evaluator.test(row));
    }

    /** The values of something that is true or false. */
    static List<Literal> truth(boolean holds) {
        return holds ? YES : NO;
    }

    /** Moves to a row. */
    RowSlots at(int newRow) {
        row = newRow;
        return this;
    }

    @Override
    public List<Literal> values(int slot) {
        return slots[slot].values(row);
    }
}
