package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ByteSlice;
import java.util.List;

/**
 * Measures whole row groups in groups by service, name or kind without a look at their rows, from their tables of operations.
 * The tables do not name spans; examples are looked up afterwards, in the row groups that have them.
 */
final class OperationGroups {
    private static final GroupKey SERVICE = key(new Operand.Attribute(AttributeLevel.RESOURCE, Services.KEY));
    private static final GroupKey NAME = key(new Operand.Field(SpanField.NAME));
    private static final GroupKey KIND = key(new Operand.Field(SpanField.KIND));

    private final List<GroupKey> groupBy;
    private final LiteralTable literals;

    OperationGroups(List<GroupKey> groupBy, LiteralTable literals) {
        this.groupBy = groupBy;
        this.literals = literals;
    }

    private static GroupKey key(Operand operand) {
        return new GroupKey(List.of(operand));
    }

    /** Whether operations tell all that is wanted of groups by these operands. */
    static boolean answer(List<GroupKey> groupBy, List<Accumulator> measures) {
        return List.of(SERVICE, NAME, KIND).containsAll(groupBy)
                && measures.stream().allMatch(Accumulator::takesOperations);
    }

    /**
     * Adds a row group.
     *
     * @param step the step of all its rows, -1 if there are no steps
     * @return false if its operations do not say enough; nothing was added then
     */
    boolean add(GroupScan scan, int step, AggregateTable table) {
        OperationTable operations = new OperationTable();
        if (groupBy.contains(SERVICE)
                        && !OperationScreen.servicesArePlain(scan.group().block())
                || !scan.group().operations(operations)) {
            return false;
        }
        int[][] keys = keys(scan, step, operations, table.width());
        if (keys.length < operations.size()) {
            return false;
        }
        for (int entry = 0; entry < keys.length; entry++) {
            int cell = table.cell(keys[entry]);
            for (Accumulator accumulator : table.accumulators()) {
                accumulator.addOperation(cell, operations, entry);
            }
        }
        return true;
    }

    /** The keys of all operations; none if one cannot be told. */
    private int[][] keys(GroupScan scan, int step, OperationTable operations, int width) {
        BlockTexts texts = new BlockTexts(scan.group(), scan.scratch());
        ByteSlice slice = new ByteSlice();
        int[][] keys = new int[operations.size()][width];
        for (int entry = 0; entry < keys.length; entry++) {
            for (int i = 0; i < groupBy.size(); i++) {
                GroupKey part = groupBy.get(i);
                if (part.equals(KIND)) {
                    keys[entry][i] = literals.number(new Literal.Whole(operations.kind(entry)));
                    continue;
                }
                boolean service = part.equals(SERVICE);
                texts.value(
                        service ? FixedDictionary.SERVICE : FixedDictionary.SPAN_NAME,
                        service ? operations.service(entry) : operations.name(entry),
                        slice);
                if (service && slice.length == 0) {
                    // No service and an empty one are the same operation, and different groups.
                    return new int[0][];
                }
                keys[entry][i] = literals.number(new Literal.Text(slice.utf8()));
            }
            if (step >= 0) {
                keys[entry][groupBy.size()] = step;
            }
        }
        return keys;
    }
}
