package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts rows of one row group in groups, by columns: each operand gives every row the number of a list of values, each
 * combination of lists is turned into groups once, and a row then costs an addition. Not thread-safe.
 */
final class GroupCounts {
    /** Most groups that one span may be in, by its values of all operands. */
    static final int GROUPS_OF_SPAN_MAX = 10_000;

    /** Most combinations that are looked up by an array. */
    private static final int DIRECT_MAX = 1 << 18;

    private final ValueLists[] operands;
    private final GroupTable groups;
    private final TupleTable combinations;
    /** Combination + 1 by the numbers of two lists, where there are not more than two operands; 0 = not yet. */
    private final int[] direct;

    private final int secondSize;
    private final List<int[]> groupsOfCombination = new ArrayList<>();
    private final int[] lists;
    private final int[] key;

    /** Counts by operands into a table. */
    GroupCounts(List<Operand> groupBy, OperandColumns columns, RowSet rows, GroupTable groups) {
        this.groups = groups;
        operands = new ValueLists[groupBy.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = columns.of(groupBy.get(i), rows);
        }
        combinations = new TupleTable(operands.length);
        long first = operands.length == 0 ? 1 : operands[0].size();
        secondSize = operands.length < 2 ? 1 : operands[1].size();
        direct = new int[operands.length <= 2 && first * secondSize <= DIRECT_MAX ? (int) first * secondSize : 0];
        lists = new int[operands.length];
        key = new int[operands.length];
    }

    void count(GroupScan scan, RowSet rows) {
        long[] starts = scan.rowColumns().starts();
        long[] durations = scan.rowColumns().durations();
        long[] statusCodes = new long[scan.rows()];
        scan.group().numbers(Field.STATUS_CODE.number(), 0, statusCodes.length, statusCodes, 0);
        GroupTraces traces = scan.traces();
        int[] rowEnds = traces.rowEnds();
        long[] ids = traces.ids();
        int fragment = 0;
        for (int row = rows.next(0); row < rows.size(); row = rows.next(row + 1)) {
            while (rowEnds[fragment] <= row) {
                fragment++;
            }
            boolean failed = statusCodes[row] == TraceTally.STATUS_ERROR;
            for (int group : groupsOf(row)) {
                groups.add(group, starts[row], durations[row], failed, ids[2 * fragment], ids[2 * fragment + 1]);
            }
        }
    }

    private int[] groupsOf(int row) {
        if (direct.length == 0) {
            return groupsOfTuple(row);
        }
        int first = operands.length == 0 ? 0 : operands[0].list(row);
        int place = operands.length < 2 ? first : first * secondSize + operands[1].list(row);
        int combination = direct[place];
        if (combination != 0) {
            return groupsOfCombination.get(combination - 1);
        }
        int[] found = groupsOfTuple(row);
        direct[place] = combinations.number(lists) + 1;
        return found;
    }

    private int[] groupsOfTuple(int row) {
        for (int i = 0; i < lists.length; i++) {
            lists[i] = operands[i].list(row);
        }
        int combination = combinations.number(lists);
        if (combination == groupsOfCombination.size()) {
            groupsOfCombination.add(product());
        }
        return groupsOfCombination.get(combination);
    }

    /** The groups of all combinations of values in these lists. */
    private int[] product() {
        long count = 1;
        for (int i = 0; i < lists.length; i++) {
            count *= operands[i].values(lists[i]).length;
            if (count > GROUPS_OF_SPAN_MAX) {
                throw tooMany();
            }
        }
        int[] found = new int[(int) count];
        for (int combination = 0; combination < found.length; combination++) {
            // A combination's number is read as digits, one for each operand.
            int rest = combination;
            for (int i = 0; i < key.length; i++) {
                int[] values = operands[i].values(lists[i]);
                key[i] = values[rest % values.length];
                rest /= values.length;
            }
            found[combination] = groups.group(key);
        }
        return found;
    }

    static StoreException tooMany() {
        return new StoreException(
                FailureKind.TOO_LARGE, "a span is in more than " + GROUPS_OF_SPAN_MAX + " groups by its many values");
    }
}
