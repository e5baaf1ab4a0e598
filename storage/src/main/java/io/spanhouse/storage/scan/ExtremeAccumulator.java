package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.OperationTable;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import java.util.Arrays;

/** Least or greatest numbers. */
final class ExtremeAccumulator extends NumberAccumulator {
    private final boolean greatest;
    private byte[] kinds = new byte[0];
    private long[] values = new long[0];

    ExtremeAccumulator(Operand operand, boolean greatest) {
        super(operand);
        this.greatest = greatest;
    }

    @Override
    void ensure(int cells) {
        if (cells > values.length) {
            int capacity = grown(values.length, cells);
            values = Arrays.copyOf(values, capacity);
            kinds = Arrays.copyOf(kinds, capacity);
        }
    }

    @Override
    int cellBytes() {
        return Long.BYTES + 1;
    }

    @Override
    void whole(int cell, long value) {
        if (kinds[cell] == NumberColumn.WHOLE) {
            values[cell] = greatest ? Math.max(values[cell], value) : Math.min(values[cell], value);
        } else {
            take(cell, NumberColumn.WHOLE, value);
        }
    }

    @Override
    void decimal(int cell, double value) {
        take(cell, NumberColumn.DECIMAL, Double.doubleToRawLongBits(value));
    }

    private void take(int cell, byte kind, long bits) {
        if (kinds[cell] != NumberColumn.NONE) {
            int order = MixedNumber.compare(
                    kind == NumberColumn.DECIMAL, bits, kinds[cell] == NumberColumn.DECIMAL, values[cell]);
            if (greatest ? order <= 0 : order >= 0) {
                return;
            }
        }
        kinds[cell] = kind;
        values[cell] = bits;
    }

    @Override
    boolean takesOperations() {
        return greatest && operand().equals(new Operand.Field(SpanField.DURATION));
    }

    @Override
    void addOperation(int cell, OperationTable operations, int entry) {
        whole(cell, operations.durationMax(entry));
    }

    @Override
    void merge(int cell, Accumulator other, int from) {
        ExtremeAccumulator extremes = (ExtremeAccumulator) other;
        if (extremes.kinds[from] != NumberColumn.NONE) {
            take(cell, extremes.kinds[from], extremes.values[from]);
        }
    }

    @Override
    Figure figure(int cell, Measure measure) {
        return kinds[cell] == NumberColumn.NONE
                ? Figure.NONE
                : MixedNumber.figure(kinds[cell] == NumberColumn.DECIMAL, values[cell]);
    }
}
