package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.index.FilterHash;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Says of row groups, before they are opened, that no row meets a condition, since no span has the one value that a
 * comparison asks for: its key is not in the block, its value not in the block's dictionary, or not in the row group's
 * filter of plain values. Costs a page of the filter, against the header and columns of a row group: a search for a rare
 * value opens those that have it, and one in a hundred others. Damage is thrown as it is met. Not thread-safe.
 */
final class ValueScreen {
    private final BlockReader block;
    private final int group;
    private final BlockMemo memo;
    private final ReadScratch scratch;

    ValueScreen(BlockReader block, int group, BlockMemo memo, ReadScratch scratch) {
        this.block = block;
        this.group = group;
        this.memo = memo;
        this.scratch = scratch;
    }

    /** Which conditions some row may meet. */
    boolean[] mayBeMet(List<PreparedCondition> conditions) {
        boolean[] may = new boolean[conditions.size()];
        for (int i = 0; i < may.length; i++) {
            may[i] = mayBeMet(conditions.get(i));
        }
        return may;
    }

    /** Whether some row may meet a condition. */
    boolean mayBeMet(PreparedCondition condition) {
        if (condition instanceof PreparedCondition.Leaf) {
            return mayBeMet((PreparedCondition.Leaf) condition);
        }
        if (condition instanceof PreparedCondition.AllOf) {
            for (PreparedCondition part : ((PreparedCondition.AllOf) condition).parts()) {
                if (!mayBeMet(part)) {
                    return false;
                }
            }
            return true;
        }
        if (condition instanceof PreparedCondition.AnyOf) {
            for (PreparedCondition part : ((PreparedCondition.AnyOf) condition).parts()) {
                if (mayBeMet(part)) {
                    return true;
                }
            }
            return false;
        }
        return true;
    }

    private boolean mayBeMet(PreparedCondition.Leaf leaf) {
        Operand operand = leaf.operand();
        if (operand instanceof Operand.SpanOrResource) {
            String key = ((Operand.SpanOrResource) operand).key();
            return !block.columns(Level.RESOURCE, key).isEmpty() || spansMayHave(key, leaf.test());
        }
        if (operand instanceof Operand.Attribute && ((Operand.Attribute) operand).level() == AttributeLevel.SPAN) {
            return spansMayHave(((Operand.Attribute) operand).key(), leaf.test());
        }
        return true;
    }

    private boolean spansMayHave(String key, ValueTest test) {
        for (AttributeColumn column : block.columns(Level.SPAN, key)) {
            if (test.takes(column.type()) && mayHave(column, test)) {
                return true;
            }
        }
        return false;
    }

    private boolean mayHave(AttributeColumn column, ValueTest test) {
        ValueType type = column.type();
        byte[] only = test.only(type);
        if (only == null) {
            return true;
        }
        switch (block.directory().dictionary(column.dictionary()).mode()) {
            case SORTED:
                return memo.dictionary(test, column.dictionary(), type)
                        .mayOccur(block.dictionary(column.dictionary(), scratch));
            case NUMBER:
                return true;
            case TEXT:
                byte[] key = column.key().getBytes(StandardCharsets.UTF_8);
                long keyHash = FilterHash.ofKey(key, 0, key.length, type.code());
                return block.mayContainText(
                        group, FilterHash.of(keyHash, FilterHash.ofValue(only, 0, only.length)), scratch);
        }
        throw new AssertionError(column);
    }
}
