package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StringTable;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one operand of a row as literals, equal ones once. Remembers them by code; not thread-safe. */
final class LiteralReader implements OperandVisitor {
    /** Longest value that is remembered. */
    private static final int KNOWN_BYTES_MAX = 256;

    private final PairTable pairs;
    private final StringTable strings;
    private final OperandReader operand;
    private final ByteSlice slice = new ByteSlice();
    private @Nullable List<Literal>[] byPair = memo(64);
    private @Nullable List<Literal>[] byString = memo(64);
    private List<Literal> values = new ArrayList<>();

    LiteralReader(SpanRows rows, OperandReader operand) {
        this.pairs = rows.pairs();
        this.strings = rows.strings();
        this.operand = operand;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<Literal>[] memo(int size) {
        return new List[size];
    }

    /** The row's values. */
    List<Literal> of(int row) {
        values = new ArrayList<>(2);
        operand.visit(row, this);
        return values.size() < 2 ? values : new ArrayList<>(new LinkedHashSet<>(values));
    }

    @Override
    public boolean pair(int code) {
        if (code >= byPair.length) {
            byPair = Arrays.copyOf(byPair, Math.max(code + 1, byPair.length * 2));
        }
        List<Literal> known = byPair[code];
        if (known == null) {
            pairs.value(code, slice);
            known = literals(ValueType.ofCode(pairs.type(code)), slice);
            byPair[code] = slice.length <= KNOWN_BYTES_MAX ? known : null;
        }
        values.addAll(known);
        return false;
    }

    /** What an attribute's value says: of an array its elements. */
    static List<Literal> literals(ValueType type, ByteSlice value) {
        List<Literal> literals = new ArrayList<>(1);
        if (type != ValueType.ARRAY) {
            add(OperandValues.literal(type, value), literals);
            return literals;
        }
        ValueCursor cursor = new ValueCursor(type, value);
        while (cursor.next()) {
            add(OperandValues.literal(cursor.type(), cursor.payload()), literals);
        }
        return literals;
    }

    private static void add(@Nullable Literal literal, List<Literal> into) {
        if (literal != null) {
            into.add(literal);
        }
    }

    @Override
    public boolean string(int code) {
        if (code >= byString.length) {
            byString = Arrays.copyOf(byString, Math.max(code + 1, byString.length * 2));
        }
        List<Literal> known = byString[code];
        if (known == null) {
            known = List.of(new Literal.Text(strings.text(code)));
            byString[code] = known;
        }
        values.addAll(known);
        return false;
    }

    @Override
    public boolean number(long value, NumberSense sense) {
        values.add(new Literal.Whole(value));
        return false;
    }

    @Override
    public boolean id(long high, long low, int bytes) {
        ByteBuffer id = ByteBuffer.allocate(bytes);
        if (bytes > Long.BYTES) {
            id.putLong(high);
        }
        values.add(new Literal.Bytes(id.putLong(low).array()));
        return false;
    }

    @Override
    public boolean text(byte[] utf8) {
        values.add(new Literal.Text(new String(utf8, StandardCharsets.UTF_8)));
        return false;
    }
}
