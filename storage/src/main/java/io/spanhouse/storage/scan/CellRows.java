package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cells of rows: each operand gives every row the number of a list of values, lists and step are folded into one
 * small number a row, and each such number is turned into cells once. A row costs an addition for each operand and a look at
 * an array. The arrays are used again for the next unit of work. Not thread-safe.
 */
final class CellRows {
    /** Most groups that one span may be in, by its values of all operands. */
    static final int GROUPS_OF_SPAN_MAX = 10_000;

    /** Most folded numbers that are looked up by an array. */
    private static final int DIRECT_MAX = 1 << 16;

    private final AggregateTable table;
    private final int[] key;
    private List<ValueLists> operands = List.of();
    /** The rows that were selected; by themselves if they are all. */
    private int[] selected = new int[0];

    private int selectedCount;
    private int[] folded = new int[0];
    private int foldedSize;
    private boolean stepped;
    /** The step of all rows, negative if they are of several. */
    private int oneStep;

    private int[] steps = new int[0];
    private int[] rows = new int[0];
    private int[] cells = new int[0];
    private int count;

    /** Finds cells of a table; its keys are values' numbers and, if there are steps, the step. */
    CellRows(AggregateTable table) {
        this.table = table;
        this.key = new int[table.width()];
    }

    private void select(RowSet set) {
        selectedCount = set.count(0, set.size());
        if (selected.length < selectedCount) {
            selected = new int[selectedCount];
            folded = new int[selectedCount];
            rows = new int[selectedCount];
            cells = new int[selectedCount];
        }
        if (set.isAll()) {
            for (int row = 0; row < selectedCount; row++) {
                selected[row] = row;
            }
            return;
        }
        int number = 0;
        for (int row = set.next(0); row < set.size(); row = set.next(row + 1)) {
            selected[number++] = row;
        }
    }

    /** Numbers of rows; one that is in several groups is there several times. Good until the next unit. */
    int[] rows() {
        return rows;
    }

    /** The cell of each row. Good until the next unit. */
    int[] cells() {
        return cells;
    }

    /** How many of the rows count. */
    int count() {
        return count;
    }

    /**
     * Finds the cells.
     *
     * @param set which rows
     * @param values of what groups are made of
     * @param cuts steps, null for none
     * @param step of all rows if it is known, else negative
     * @param starts of all rows; looked at only if their steps are wanted and not known
     */
    void find(RowSet set, List<ValueLists> values, @Nullable TimeSteps cuts, int step, long[] starts) {
        select(set);
        oneStep = step;
        operands = values;
        stepped = cuts != null;
        foldedSize = 1;
        Arrays.fill(folded, 0, selectedCount, 0);
        for (ValueLists operand : operands) {
            fold(operand.lists(), operand.size());
        }
        if (cuts != null && oneStep < 0) {
            findSteps(cuts, starts);
        }
        emit();
    }

    /** Folds the step of each row; neighbours are mostly in the same. */
    private void findSteps(TimeSteps cuts, long[] starts) {
        if (steps.length < starts.length) {
            steps = new int[starts.length];
        }
        int step = 0;
        int least = Integer.MAX_VALUE;
        int most = 0;
        long from = cuts.firstNanos();
        for (int i = 0; i < selectedCount; i++) {
            long start = starts[selected[i]];
            if (Long.compareUnsigned(start - from, cuts.stepNanos()) >= 0) {
                step = cuts.step(start);
                from = cuts.startNanos(step);
            }
            least = Math.min(least, step);
            most = Math.max(most, step);
            steps[selected[i]] = step;
        }
        if (least < most) {
            for (int i = 0; i < selectedCount; i++) {
                steps[selected[i]] -= least;
            }
            fold(steps, most - least + 1);
            for (int i = 0; i < selectedCount; i++) {
                steps[selected[i]] += least;
            }
        }
    }

    /**
     * Makes one number of what was folded so far and one more, renumbering those that occur when there would be too many.
     *
     * @param numbers by row
     */
    private void fold(int[] numbers, int size) {
        if ((long) foldedSize * size <= DIRECT_MAX) {
            if (size > 1) {
                for (int i = 0; i < selectedCount; i++) {
                    folded[i] = folded[i] * size + numbers[selected[i]];
                }
                foldedSize *= size;
            }
            return;
        }
        LongIntHashMap known = new LongIntHashMap();
        for (int i = 0; i < selectedCount; i++) {
            long pair = (long) folded[i] * size + numbers[selected[i]];
            int index = known.indexOf(pair);
            if (known.indexExists(index)) {
                folded[i] = known.indexGet(index);
            } else {
                int number = known.size();
                known.indexInsert(index, pair, number);
                folded[i] = number;
            }
        }
        foldedSize = Math.max(1, known.size());
    }

    private void emit() {
        count = 0;
        // By folded number: 0 is unknown, above it a cell + 1, below it -1 - the place of several cells.
        int[] known = new int[foldedSize];
        List<int[]> several = new ArrayList<>();
        for (int i = 0; i < selectedCount; i++) {
            int cell = known[folded[i]];
            if (cell == 0) {
                int[] found = cellsOf(selected[i]);
                if (found.length == 1) {
                    cell = found[0] + 1;
                } else {
                    several.add(found);
                    cell = -several.size();
                }
                known[folded[i]] = cell;
            }
            if (cell > 0) {
                put(selected[i], cell - 1);
            } else {
                for (int one : several.get(-1 - cell)) {
                    put(selected[i], one);
                }
            }
        }
    }

    private void put(int row, int cell) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, count * 2);
            cells = Arrays.copyOf(cells, count * 2);
        }
        rows[count] = row;
        cells[count++] = cell;
    }

    /** The cells of all combinations of a row's values. */
    private int[] cellsOf(int row) {
        long combinations = 1;
        for (ValueLists operand : operands) {
            combinations *= operand.values(operand.list(row)).length;
            if (combinations > GROUPS_OF_SPAN_MAX) {
                throw tooMany();
            }
        }
        int[] found = new int[(int) combinations];
        for (int combination = 0; combination < found.length; combination++) {
            // A combination's number is read as digits, one for each operand.
            int rest = combination;
            for (int i = 0; i < operands.size(); i++) {
                int[] values = operands.get(i).values(operands.get(i).list(row));
                key[i] = values[rest % values.length];
                rest /= values.length;
            }
            if (stepped) {
                key[operands.size()] = oneStep < 0 ? steps[row] : oneStep;
            }
            found[combination] = table.cell(key);
        }
        return found;
    }

    static StoreException tooMany() {
        return new StoreException(
                FailureKind.TOO_LARGE, "a span is in more than " + GROUPS_OF_SPAN_MAX + " groups by its many values");
    }
}
