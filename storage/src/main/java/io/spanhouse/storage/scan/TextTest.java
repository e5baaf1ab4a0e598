package io.spanhouse.storage.scan;

import com.google.re2j.Pattern;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Comparisons with a text: STRING values and text fields. Compared byte by byte of UTF-8, unsigned. */
final class TextTest extends ValueTest {
    private static final Set<Operator> PATTERNED = Set.of(Operator.MATCHES, Operator.NOT_MATCHES, Operator.FINDS);

    private final Operator operator;
    private final byte[] literal;
    private final @Nullable Pattern pattern;

    private TextTest(Operator operator, byte[] literal, @Nullable Pattern pattern) {
        this.operator = operator;
        this.literal = literal;
        this.pattern = pattern;
    }

    static TextTest of(Operator operator, String literal) {
        Pattern pattern = PATTERNED.contains(operator) ? Patterns.compile(literal) : null;
        return new TextTest(operator, literal.getBytes(StandardCharsets.UTF_8), pattern);
    }

    @Override
    boolean takes(ValueType type) {
        return type == ValueType.STRING || type == ValueType.ARRAY;
    }

    @Override
    byte @Nullable [] only(ValueType type) {
        return operator == Operator.EQUAL && type == ValueType.STRING ? literal : null;
    }

    @Override
    boolean plain(ValueType type, ByteSlice value) {
        return type == ValueType.STRING && test(value);
    }

    /** Whether a text given as a string meets the test; for roots and services of traces. */
    boolean test(String text) {
        return test(new ByteSlice().set(text.getBytes(StandardCharsets.UTF_8)));
    }

    private boolean test(ByteSlice value) {
        switch (operator) {
            case EQUAL:
                return value.sameBytes(literal, 0, literal.length);
            case NOT_EQUAL:
                return !value.sameBytes(literal, 0, literal.length);
            case LESS:
            case LESS_OR_EQUAL:
            case GREATER:
            case GREATER_OR_EQUAL:
                return Relations.holds(operator, compare(value));
            case STARTS_WITH:
                return value.length >= literal.length && matchesAt(value, value.offset);
            case CONTAINS:
                return contains(value);
            case MATCHES:
                return pattern != null && pattern.matches(value.toByteArray());
            case NOT_MATCHES:
                return pattern != null && !pattern.matches(value.toByteArray());
            case FINDS:
                return pattern != null && pattern.matcher(value.toByteArray()).find();
        }
        throw new AssertionError(operator);
    }

    private int compare(ByteSlice value) {
        return Arrays.compareUnsigned(
                value.array, value.offset, value.offset + value.length, literal, 0, literal.length);
    }

    private boolean matchesAt(ByteSlice value, int position) {
        return Arrays.equals(value.array, position, position + literal.length, literal, 0, literal.length);
    }

    private boolean contains(ByteSlice value) {
        if (literal.length == 0) {
            return true;
        }
        byte first = literal[0];
        int last = value.offset + value.length - literal.length;
        for (int position = value.offset; position <= last; position++) {
            if (value.array[position] == first && matchesAt(value, position)) {
                return true;
            }
        }
        return false;
    }
}
