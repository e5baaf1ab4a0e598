package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import java.util.Arrays;

/** Earliest starts, of which 0 was not given, or latest starts. */
final class StartAccumulator extends Accumulator {
    private final boolean first;
    private long[] starts = new long[0];

    /** The earliest or the latest. */
    StartAccumulator(boolean first) {
        this.first = first;
    }

    @Override
    void ensure(int cells) {
        if (cells > starts.length) {
            starts = Arrays.copyOf(starts, grown(starts.length, cells));
        }
    }

    @Override
    int cellBytes() {
        return Long.BYTES;
    }

    @Override
    void read(MeasuredRows rows) {
        rows.starts();
    }

    @Override
    void add(MeasuredRows rows, int[] row, int[] cell, int count) {
        long[] of = rows.starts();
        for (int i = 0; i < count; i++) {
            take(cell[i], of[row[i]]);
        }
    }

    private void take(int cell, long start) {
        if (first) {
            starts[cell] = TraceNumbers.earlier(starts[cell], start);
        } else if (Long.compareUnsigned(start, starts[cell]) > 0) {
            starts[cell] = start;
        }
    }

    @Override
    boolean takesOperations() {
        return true;
    }

    @Override
    void addOperation(int cell, OperationTable operations, int entry) {
        take(cell, first ? operations.startMin(entry) : operations.startMax(entry));
    }

    @Override
    void merge(int cell, Accumulator other, int from) {
        take(cell, ((StartAccumulator) other).starts[from]);
    }

    @Override
    Figure figure(int cell, Measure measure) {
        return new Figure.Whole(starts[cell]);
    }
}
