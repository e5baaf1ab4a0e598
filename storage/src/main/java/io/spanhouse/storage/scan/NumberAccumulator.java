package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;

/** A measure of the numbers of an operand. */
abstract class NumberAccumulator extends Accumulator {
    private final Operand operand;

    NumberAccumulator(Operand operand) {
        this.operand = operand;
    }

    final Operand operand() {
        return operand;
    }

    /** Adds a whole number to a cell. */
    abstract void whole(int cell, long value);

    /** Adds a double, which is a number, to a cell. */
    abstract void decimal(int cell, double value);

    /** Adds one whole number a row. */
    void addPlain(long[] values, int[] row, int[] cell, int count) {
        for (int i = 0; i < count; i++) {
            whole(cell[i], values[row[i]]);
        }
    }

    @Override
    void read(MeasuredRows rows) {
        rows.numbers(operand);
    }

    @Override
    void add(MeasuredRows rows, int[] row, int[] cell, int count) {
        NumberColumn numbers = rows.numbers(operand);
        if (numbers.plain()) {
            addPlain(numbers.first(), row, cell, count);
            return;
        }
        byte[] kinds = numbers.kinds();
        long[] first = numbers.first();
        boolean anyMore = !numbers.more().isEmpty();
        for (int i = 0; i < count; i++) {
            byte kind = kinds[row[i]];
            if (kind != NumberColumn.NONE) {
                add(cell[i], kind == NumberColumn.DECIMAL, first[row[i]]);
                NumberColumn.More more = anyMore ? numbers.more().get(row[i]) : null;
                for (int j = 0; more != null && j < more.size(); j++) {
                    add(cell[i], more.decimal(j), more.bits(j));
                }
            }
        }
    }

    private void add(int cell, boolean decimal, long bits) {
        if (decimal) {
            decimal(cell, Double.longBitsToDouble(bits));
        } else {
            whole(cell, bits);
        }
    }
}
