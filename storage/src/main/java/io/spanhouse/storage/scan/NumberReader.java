package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;

/** Reads the numbers of one operand row by row. Not thread-safe. */
final class NumberReader implements OperandVisitor {
    private final PairTable pairs;
    private final OperandReader operand;
    private final ByteSlice slice = new ByteSlice();
    private NumberColumn into = NumberColumn.empty(0);
    private int target;

    NumberReader(SpanRows rows, Operand operand) {
        this(rows, operand, new RowContext());
    }

    /** A reader that asks a context what rows have by their traces. */
    NumberReader(SpanRows rows, Operand operand, RowContext context) {
        this.pairs = rows.pairs();
        this.operand = OperandReader.of(operand, rows, context);
    }

    /** Adds a row's numbers to a row of a column. */
    void read(int row, NumberColumn column, int columnRow) {
        into = column;
        target = columnRow;
        operand.visit(row, this);
    }

    @Override
    public boolean pair(int code) {
        ValueType type = ValueType.ofCode(pairs.type(code));
        if (type == ValueType.INT || type == ValueType.DOUBLE || type == ValueType.ARRAY) {
            pairs.value(code, slice);
            if (type == ValueType.ARRAY) {
                NumberColumns.addElements(into, target, new ValueCursor(type, slice));
            } else if (type == ValueType.INT) {
                into.whole(target, ValueBytes.getInt(slice.array, slice.offset));
            } else {
                into.decimal(target, ValueBytes.getDouble(slice.array, slice.offset));
            }
        }
        return false;
    }

    @Override
    public boolean string(int code) {
        return false;
    }

    @Override
    public boolean number(long value, NumberSense sense) {
        into.whole(target, value);
        return false;
    }

    @Override
    public boolean id(long high, long low, int bytes) {
        return false;
    }

    @Override
    public boolean text(byte[] utf8) {
        return false;
    }
}
