package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongHashSet;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ByteSlice;
import java.util.List;

/**
 * Counts whole row groups in groups by service, name or kind without a look at their rows, from their tables of operations.
 * The tables do not name traces; the example of a group is looked up afterwards, in the row groups that have a span of its
 * last start.
 */
final class OperationGroups {
    private static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, Services.KEY);
    private static final Operand NAME = new Operand.Field(SpanField.NAME);
    private static final Operand KIND = new Operand.Field(SpanField.KIND);

    private final List<Operand> groupBy;
    private final LiteralTable literals;

    OperationGroups(List<Operand> groupBy, LiteralTable literals) {
        this.groupBy = groupBy;
        this.literals = literals;
    }

    /** Whether operations say anything about groups by these operands. */
    static boolean answer(List<Operand> groupBy) {
        return List.of(SERVICE, NAME, KIND).containsAll(groupBy);
    }

    /**
     * Counts a row group.
     *
     * @return false if its operations do not say enough; nothing was counted then
     */
    boolean count(GroupScan scan, GroupTable groups) {
        boolean byService = groupBy.contains(SERVICE);
        OperationTable operations = new OperationTable();
        if (byService && !OperationScreen.servicesArePlain(scan.group().block())
                || !scan.group().operations(operations)) {
            return false;
        }
        BlockTexts texts = new BlockTexts(scan.group(), scan.scratch());
        ByteSlice slice = new ByteSlice();
        GroupTable own = new GroupTable(groupBy.size());
        int[] key = new int[groupBy.size()];
        for (int entry = 0; entry < operations.size(); entry++) {
            for (int i = 0; i < key.length; i++) {
                Operand operand = groupBy.get(i);
                if (operand.equals(KIND)) {
                    key[i] = literals.number(new Literal.Whole(operations.kind(entry)));
                    continue;
                }
                boolean service = operand.equals(SERVICE);
                texts.value(
                        service ? FixedDictionary.SERVICE : FixedDictionary.SPAN_NAME,
                        service ? operations.service(entry) : operations.name(entry),
                        slice);
                if (service && slice.length == 0) {
                    // No service and an empty one are the same operation, and different groups.
                    return false;
                }
                key[i] = literals.number(new Literal.Text(slice.utf8()));
            }
            own.add(
                    own.group(key),
                    operations.spans(entry),
                    operations.errors(entry),
                    operations.startMin(entry),
                    operations.startMax(entry),
                    operations.durationMax(entry));
        }
        synchronized (groups) {
            groups.addAll(own);
        }
        return true;
    }

    /** Whether an operation of a row group has one of these last starts. */
    static boolean hasLastStart(GroupScan scan, LongHashSet lastStarts) {
        OperationTable operations = new OperationTable();
        if (!scan.group().operations(operations)) {
            return true;
        }
        for (int entry = 0; entry < operations.size(); entry++) {
            if (lastStarts.contains(operations.startMax(entry))) {
                return true;
            }
        }
        return false;
    }
}
