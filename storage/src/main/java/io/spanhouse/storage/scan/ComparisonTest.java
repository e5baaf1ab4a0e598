package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StringTable;
import io.spanhouse.storage.model.ValueType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One comparison on the rows of one {@link SpanRows}. A distinct pair, string, resource or scope is compared once; a row
 * costs one look at a byte for each attribute it has. Not thread-safe.
 */
final class ComparisonTest implements OperandVisitor {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final SpanRows rows;
    private final PairTable pairs;
    private final StringTable strings;
    private final OperandReader operand;
    private final OperandReader.Scope scope;
    private final ValueTest test;
    private final CodeMemo byPair = new CodeMemo();
    private final CodeMemo byString = new CodeMemo();
    private final CodeMemo byEntity = new CodeMemo();
    private final ByteSlice slice = new ByteSlice();
    private final byte[] id = new byte[2 * Long.BYTES];

    ComparisonTest(SpanRows rows, OperandReader operand, ValueTest test) {
        this.rows = rows;
        this.pairs = rows.pairs();
        this.strings = rows.strings();
        this.operand = operand;
        this.scope = operand.scope();
        this.test = test;
    }

    /** Whether any of the row's values meets the comparison. */
    boolean test(int row) {
        if (scope == OperandReader.Scope.ROW) {
            return operand.visit(row, this);
        }
        int entity = scope == OperandReader.Scope.RESOURCE ? rows.resource(row) : rows.scope(row);
        byte known = byEntity.get(entity);
        return known == CodeMemo.UNKNOWN ? byEntity.put(entity, operand.visit(row, this)) : known == CodeMemo.YES;
    }

    @Override
    public boolean pair(int code) {
        byte known = byPair.get(code);
        if (known != CodeMemo.UNKNOWN) {
            return known == CodeMemo.YES;
        }
        pairs.value(code, slice);
        return byPair.put(code, test.attribute(ValueType.ofCode(pairs.type(code)), slice));
    }

    @Override
    public boolean string(int code) {
        byte known = byString.get(code);
        if (known != CodeMemo.UNKNOWN) {
            return known == CodeMemo.YES;
        }
        strings.get(code, slice);
        return byString.put(code, test.text(slice));
    }

    @Override
    public boolean number(long value, NumberSense sense) {
        return test.number(value, sense);
    }

    @Override
    public boolean id(long high, long low, int bytes) {
        int offset = bytes - Long.BYTES;
        if (offset > 0) {
            LONG.set(id, 0, high);
        }
        LONG.set(id, offset, low);
        return test.id(slice.set(id, 0, bytes));
    }

    @Override
    public boolean text(byte[] utf8) {
        return test.text(slice.set(utf8));
    }
}
