package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;

/**
 * One measure of many cells (a cell is a group in a step), as columns by cell number. Rows are added a unit of work at a
 * time, so that the loops run over arrays. What comes out depends on which rows were added and not on their order. Not
 * thread-safe.
 */
abstract class Accumulator {
    /** Makes room for so many cells. */
    abstract void ensure(int cells);

    /** Bytes that a cell takes before a row is added. */
    abstract int cellBytes();

    /** Reads all columns that {@link #add} wants: if one is damaged, nothing has been added yet. */
    abstract void read(MeasuredRows rows);

    /**
     * Adds rows to cells.
     *
     * @param row numbers of rows
     * @param cell the cell of each
     * @param count how many of them count
     */
    abstract void add(MeasuredRows rows, int[] row, int[] cell, int count);

    /** Whether operations of a row group tell enough, so that no row need be looked at. */
    boolean takesOperations() {
        return false;
    }

    /** Adds all spans of an operation to a cell. */
    void addOperation(int cell, OperationTable operations, int entry) {
        throw new IllegalStateException("operations do not tell enough");
    }

    /** Adds what was added to a cell of another accumulator of this kind. */
    abstract void merge(int cell, Accumulator other, int from);

    /** What a cell came to. */
    abstract Figure figure(int cell, Measure measure);

    /** Room for at least so many cells, so that growing costs little. */
    static int grown(int capacity, int cells) {
        return Math.max(cells, Math.max(16, capacity + (capacity >> 1)));
    }
}
