package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.LongIntHashMap;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cells of rows: each operand gives every row the number of a list of values, lists and step are folded into one
 * small number a row, and each such number is turned into cells once. A row costs an addition for each operand and a look at
 * an array. Not thread-safe; for one unit of work.
 */
final class CellRows {
    /** Most groups that one span may be in, by its values of all operands. */
    static final int GROUPS_OF_SPAN_MAX = 10_000;

    /** Most folded numbers that are looked up by an array. */
    private static final int DIRECT_MAX = 1 << 18;

    private final ValueLists[] operands;
    private final AggregateTable table;
    private final int[] key;
    private final int[] selected;
    private final int[] folded;
    private int foldedSize = 1;
    private int[] steps = new int[0];
    private int[] rows;
    private int[] cells;
    private int count;

    /**
     * Rows of a unit of work.
     *
     * @param selected which rows
     * @param operands values of what groups are made of
     * @param table has the cells; its keys are the values' numbers and, if there are steps, the step
     */
    CellRows(RowSet selected, List<ValueLists> operands, AggregateTable table) {
        this.operands = operands.toArray(new ValueLists[0]);
        this.table = table;
        this.key = new int[table.width()];
        this.selected = numbers(selected);
        this.folded = new int[this.selected.length];
        this.rows = new int[this.selected.length];
        this.cells = new int[this.selected.length];
    }

    private static int[] numbers(RowSet set) {
        int[] numbers = new int[set.count(0, set.size())];
        int count = 0;
        for (int row = set.next(0); row < set.size(); row = set.next(row + 1)) {
            numbers[count++] = row;
        }
        return numbers;
    }

    /** Numbers of rows; one that is in several groups is there several times. */
    int[] rows() {
        return rows;
    }

    /** The cell of each row. */
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
     * @param cuts steps, null for none
     * @param starts of all rows; not looked at without steps
     */
    void find(@Nullable TimeSteps cuts, long[] starts) {
        for (ValueLists operand : operands) {
            int[] lists = new int[selected.length];
            for (int i = 0; i < lists.length; i++) {
                lists[i] = operand.list(selected[i]);
            }
            fold(lists, operand.size());
        }
        if (cuts != null) {
            steps = stepsOf(cuts, starts);
            int least = Integer.MAX_VALUE;
            int most = 0;
            for (int step : steps) {
                least = Math.min(least, step);
                most = Math.max(most, step);
            }
            int[] relative = new int[steps.length];
            for (int i = 0; i < relative.length; i++) {
                relative[i] = steps[i] - least;
            }
            fold(relative, selected.length == 0 ? 1 : most - least + 1);
        }
        emit();
    }

    /** The step of each row; neighbours are mostly in the same. */
    private int[] stepsOf(TimeSteps cuts, long[] starts) {
        int[] found = new int[selected.length];
        int step = 0;
        long from = cuts.firstNanos();
        for (int i = 0; i < found.length; i++) {
            long start = starts[selected[i]];
            if (Long.compareUnsigned(start - from, cuts.stepNanos()) >= 0) {
                step = cuts.step(start);
                from = cuts.startNanos(step);
            }
            found[i] = step;
        }
        return found;
    }

    /** Makes one number of what was folded so far and one more, renumbering those that occur when there would be too many. */
    private void fold(int[] numbers, int size) {
        if ((long) foldedSize * size <= DIRECT_MAX) {
            if (size > 1) {
                for (int i = 0; i < folded.length; i++) {
                    folded[i] = folded[i] * size + numbers[i];
                }
                foldedSize *= size;
            }
            return;
        }
        LongIntHashMap known = new LongIntHashMap();
        for (int i = 0; i < folded.length; i++) {
            long pair = (long) folded[i] * size + numbers[i];
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
        // By folded number: 0 is unknown, above it a cell + 1, below it -1 - the place of several cells.
        int[] known = new int[foldedSize];
        int[][] several = new int[0][];
        for (int i = 0; i < selected.length; i++) {
            int cell = known[folded[i]];
            if (cell == 0) {
                int[] found = cellsOf(i);
                if (found.length == 1) {
                    cell = found[0] + 1;
                } else {
                    several = Arrays.copyOf(several, several.length + 1);
                    several[several.length - 1] = found;
                    cell = -several.length;
                }
                known[folded[i]] = cell;
            }
            if (cell > 0) {
                put(selected[i], cell - 1);
            } else {
                for (int one : several[-1 - cell]) {
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
    private int[] cellsOf(int index) {
        long combinations = 1;
        for (ValueLists operand : operands) {
            combinations *= operand.values(operand.list(selected[index])).length;
            if (combinations > GROUPS_OF_SPAN_MAX) {
                throw tooMany();
            }
        }
        int[] found = new int[(int) combinations];
        for (int combination = 0; combination < found.length; combination++) {
            // A combination's number is read as digits, one for each operand.
            int rest = combination;
            for (int i = 0; i < operands.length; i++) {
                int[] values = operands[i].values(operands[i].list(selected[index]));
                key[i] = values[rest % values.length];
                rest /= values.length;
            }
            if (steps.length > 0) {
                key[operands.length] = steps[index];
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
