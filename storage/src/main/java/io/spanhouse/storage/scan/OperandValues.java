package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StringTable;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one operand of a row as numbers of a {@link LiteralTable}, each once. Values that no literal can say
 * (empty, key-value lists, arrays in arrays) count as absent. Remembers numbers by code; not thread-safe.
 */
final class OperandValues implements OperandVisitor {
    /** In the memo: an array, whose elements are looked up each time. */
    private static final int ARRAY = -1;

    private final LiteralTable table;
    private final PairTable pairs;
    private final StringTable strings;
    private final OperandReader operand;
    private final NumberMemo byPair = new NumberMemo();
    private final NumberMemo byString = new NumberMemo();
    private final Map<Long, Integer> byNumber = new HashMap<>();
    private final IntColumn values = new IntColumn(4);
    private final ByteSlice slice = new ByteSlice();

    OperandValues(SpanRows rows, OperandReader operand, LiteralTable table) {
        this.table = table;
        this.pairs = rows.pairs();
        this.strings = rows.strings();
        this.operand = operand;
    }

    /** Numbers of the row's values, at least one: the absent value's if there is none. Valid until the next call. */
    IntColumn of(int row) {
        values.truncate(0);
        operand.visit(row, this);
        if (values.size() == 0) {
            values.add(LiteralTable.ABSENT);
        }
        return values;
    }

    @Override
    public boolean pair(int code) {
        int known = byPair.get(code);
        if (known == NumberMemo.UNKNOWN) {
            known = byPair.put(code, numberOfPair(code));
        }
        if (known == ARRAY) {
            pairs.value(code, slice);
            ValueCursor cursor = new ValueCursor(ValueType.ARRAY, slice);
            while (cursor.next()) {
                add(number(cursor.type(), cursor.payload()));
            }
            return false;
        }
        return add(known);
    }

    @Override
    public boolean string(int code) {
        int known = byString.get(code);
        if (known == NumberMemo.UNKNOWN) {
            known = byString.put(code, table.number(new Literal.Text(strings.text(code))));
        }
        return add(known);
    }

    @Override
    public boolean number(long value, NumberSense sense) {
        Integer known = byNumber.get(value);
        if (known == null) {
            known = table.number(new Literal.Whole(value));
            byNumber.put(value, known);
        }
        return add(known);
    }

    @Override
    public boolean id(long high, long low, int bytes) {
        ByteBuffer id = ByteBuffer.allocate(bytes);
        if (bytes > Long.BYTES) {
            id.putLong(high);
        }
        return add(table.number(new Literal.Bytes(id.putLong(low).array())));
    }

    @Override
    public boolean text(byte[] utf8) {
        return add(table.number(new Literal.Text(new String(utf8, StandardCharsets.UTF_8))));
    }

    /** A span with the same value twice is in its group once. */
    private boolean add(int number) {
        if (number != LiteralTable.ABSENT) {
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) == number) {
                    return false;
                }
            }
            values.add(number);
        }
        return false;
    }

    private int numberOfPair(int code) {
        ValueType type = ValueType.ofCode(pairs.type(code));
        if (type == ValueType.ARRAY) {
            return ARRAY;
        }
        pairs.value(code, slice);
        return number(type, slice);
    }

    private int number(ValueType type, ByteSlice value) {
        return number(type, value, table);
    }

    private static int number(ValueType type, ByteSlice value, LiteralTable table) {
        Literal literal = literal(type, value);
        return literal == null ? LiteralTable.ABSENT : table.number(literal);
    }

    /** Numbers of what an attribute's value says: of an array its elements. */
    static int[] numbers(ValueType type, ByteSlice value, LiteralTable table) {
        if (type != ValueType.ARRAY) {
            return new int[] {number(type, value, table)};
        }
        IntColumn elements = new IntColumn(4);
        ValueCursor cursor = new ValueCursor(type, value);
        while (cursor.next()) {
            elements.add(number(cursor.type(), cursor.payload(), table));
        }
        return Arrays.copyOf(elements.array(), elements.size());
    }

    /** The literal of a plain value, null if it has none. */
    static @Nullable Literal literal(ValueType type, ByteSlice value) {
        switch (type) {
            case STRING:
                return new Literal.Text(value.utf8());
            case BOOL:
                return new Literal.Truth(ValueBytes.getBool(value.array, value.offset));
            case INT:
                return new Literal.Whole(ValueBytes.getInt(value.array, value.offset));
            case DOUBLE:
                return new Literal.Decimal(ValueBytes.getDouble(value.array, value.offset));
            case BYTES:
                return new Literal.Bytes(value.toByteArray());
            case ABSENT:
            case EMPTY:
            case ARRAY:
            case KVLIST:
                return null;
        }
        throw new AssertionError(type);
    }
}
