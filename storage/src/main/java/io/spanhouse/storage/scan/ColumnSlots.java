package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongByteHashMap;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what expressions look at from the columns of one row group. Values are numbered, and equal lists of values too, so
 * that a relation of one or two operands is computed once for each combination of values that occurs. Not thread-safe.
 */
final class ColumnSlots implements SlotValues {
    private static final int LITERALS_MAX = Integer.MAX_VALUE - 1;
    private static final int MEMO_SLOTS_MAX = 2;
    private static final ValueLists NO_LISTS = new ValueLists(0);

    private final LiteralTable literals = new LiteralTable(LITERALS_MAX);
    private final ValueLists[] lists;
    private final long[] @Nullable [] raw;
    private final List<List<List<Literal>>> values = new ArrayList<>();
    private int row;

    /**
     * Reads columns.
     *
     * @param wanted rows that will be asked for
     */
    ColumnSlots(GroupScan scan, List<PreparedSlot> slots, RowSet wanted) {
        lists = new ValueLists[slots.size()];
        raw = new long[slots.size()][];
        OperandColumns columns = new OperandColumns(scan, literals, new HashMap<>());
        for (int i = 0; i < lists.length; i++) {
            PreparedSlot slot = slots.get(i);
            raw[i] = numbers(scan, slot);
            lists[i] = raw[i] != null
                    ? NO_LISTS
                    : slot instanceof PreparedSlot.OfOperand
                            ? columns.of(((PreparedSlot.OfOperand) slot).operand(), wanted)
                            : truths(scan.rows(((PreparedSlot.OfCondition) slot).condition()));
            values.add(new ArrayList<>());
        }
    }

    /** Numbers that hardly repeat are not numbered again. */
    private static long @Nullable [] numbers(GroupScan scan, PreparedSlot slot) {
        if (!(slot instanceof PreparedSlot.OfOperand)
                || !(((PreparedSlot.OfOperand) slot).operand() instanceof Operand.Field)) {
            return null;
        }
        SpanField field = ((Operand.Field) ((PreparedSlot.OfOperand) slot).operand()).field();
        if (field == SpanField.DURATION) {
            return scan.rowColumns().durations();
        }
        if (field == SpanField.START) {
            return scan.rowColumns().starts();
        }
        return field == SpanField.END ? scan.rowColumns().ends() : null;
    }

    private ValueLists truths(RowSet met) {
        ValueLists truths = new ValueLists(met.size());
        int yes = truths.with(ValueLists.ABSENT, literals.number(new Literal.Truth(true)));
        int no = truths.with(ValueLists.ABSENT, literals.number(new Literal.Truth(false)));
        for (int i = 0; i < met.size(); i++) {
            truths.set(i, met.has(i) ? yes : no);
        }
        return truths;
    }

    /** Moves to a row. */
    ColumnSlots at(int newRow) {
        row = newRow;
        return this;
    }

    @Override
    public List<Literal> values(int slot) {
        long[] numbers = raw[slot];
        if (numbers != null) {
            return List.of(new Literal.Whole(numbers[row]));
        }
        int list = lists[slot].list(row);
        List<List<Literal>> known = values.get(slot);
        while (known.size() <= list) {
            known.add(literals(lists[slot].values(known.size())));
        }
        return known.get(list);
    }

    private List<Literal> literals(int[] numbers) {
        List<Literal> list = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            Literal literal = literals.literal(number);
            if (literal != null) {
                list.add(literal);
            }
        }
        return list;
    }

    /** The wanted rows on which a relation holds. */
    RowSet rows(PreparedRelation relation, RowSet wanted) {
        boolean memorable = lists.length <= MEMO_SLOTS_MAX && Arrays.stream(raw).allMatch(Objects::isNull);
        LongByteHashMap memo = new LongByteHashMap();
        long[] words = RowSet.words(wanted.size());
        for (int next = wanted.next(0); next < wanted.size(); next = wanted.next(next + 1)) {
            if (memorable ? holds(relation, next, memo) : relation.holds(at(next))) {
                RowSet.set(words, next);
            }
        }
        return RowSet.of(words, wanted.size());
    }

    private boolean holds(PreparedRelation relation, int of, LongByteHashMap memo) {
        long combination = lists[0].list(of);
        if (lists.length > 1) {
            combination |= (long) lists[1].list(of) << Integer.SIZE;
        }
        byte known = memo.getOrDefault(combination, CodeMemo.UNKNOWN);
        if (known == CodeMemo.UNKNOWN) {
            known = relation.holds(at(of)) ? CodeMemo.YES : CodeMemo.NO;
            memo.put(combination, known);
        }
        return known == CodeMemo.YES;
    }
}
