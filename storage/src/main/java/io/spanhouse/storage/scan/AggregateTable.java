package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cells of groups, found by a key of value numbers, and what was measured of each. A thread fills one of its own, unit after
 * unit; in the end they are added up. Not thread-safe.
 */
final class AggregateTable {
    /** Most cells (groups, times steps that hold a span) of one query. */
    static final int CELLS_MAX = 1_000_000;

    /** What a cell costs beside its key and measures: places in tables of hashes. */
    private static final int CELL_BYTES = 2 * Integer.BYTES;

    private static final long[] NO_STARTS = new long[0];

    private final int width;
    private final TupleTable keys;
    private final List<Accumulator> accumulators;
    private final QueryMemory memory;
    private final int[] key;
    private final int cellBytes;
    private final CellRows cellRows;
    private int size;

    /** An empty table of keys of so many numbers. */
    AggregateTable(int width, MeasureSet measures) {
        this.width = width;
        this.keys = new TupleTable(width);
        this.accumulators = measures.accumulators();
        this.memory = measures.memory();
        this.key = new int[width];
        int bytes = CELL_BYTES + width * Integer.BYTES;
        for (Accumulator accumulator : accumulators) {
            bytes += accumulator.cellBytes();
        }
        this.cellBytes = bytes;
        this.cellRows = new CellRows(this);
    }

    /** Number of cells. */
    int size() {
        return size;
    }

    /** Numbers of a key. */
    int width() {
        return width;
    }

    /** One number of a cell's key. */
    int key(int cell, int position) {
        return keys.get(cell, position);
    }

    List<Accumulator> accumulators() {
        return accumulators;
    }

    /**
     * The cell with a key, new if there is none.
     *
     * @throws StoreException TOO_LARGE if there are more than {@link #CELLS_MAX} or they take too much memory
     */
    int cell(int[] wanted) {
        int cell = keys.number(wanted);
        if (cell == size) {
            if (size == CELLS_MAX) {
                throw new StoreException(
                        FailureKind.TOO_LARGE, "there are more than " + CELLS_MAX + " groups, times steps");
            }
            memory.take(cellBytes);
            size++;
            for (Accumulator accumulator : accumulators) {
                accumulator.ensure(size);
            }
        }
        return cell;
    }

    /**
     * Adds rows to their cells.
     *
     * @param set which rows
     * @param values of what groups are made of
     * @param steps null for none
     * @param step of all rows if it is known, else negative
     */
    void add(MeasuredRows rows, RowSet set, List<ValueLists> values, @Nullable TimeSteps steps, int step) {
        cellRows.find(set, values, steps, step, steps == null || step >= 0 ? NO_STARTS : rows.starts());
        add(rows, cellRows.rows(), cellRows.cells(), cellRows.count());
    }

    /** Adds rows to cells that were found already. */
    void add(MeasuredRows rows, int[] row, int[] cell, int count) {
        for (Accumulator accumulator : accumulators) {
            accumulator.add(rows, row, cell, count);
        }
    }

    /** Reads what {@link #add} will want: if a column is damaged, no row has been counted. */
    void read(MeasuredRows rows) {
        for (Accumulator accumulator : accumulators) {
            accumulator.read(rows);
        }
    }

    /** Adds all cells of another table. */
    void addAll(AggregateTable other) {
        for (int from = 0; from < other.size; from++) {
            other.keys.get(from, key);
            addCell(key, other, from);
        }
    }

    /** Adds a cell of another table to that with a key, which it gives back. */
    int addCell(int[] wanted, AggregateTable other, int from) {
        int cell = cell(wanted);
        for (int i = 0; i < accumulators.size(); i++) {
            accumulators.get(i).merge(cell, other.accumulators.get(i), from);
        }
        return cell;
    }
}
