package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * One comparison made ready: operator and literal, without the operand. A value of another kind than the literal's never
 * meets it. Immutable, so threads share it.
 */
abstract class ValueTest {
    /** Met by any value: what {@code Exists} asks. */
    static final ValueTest ANY_VALUE = new AnyValue();

    /**
     * The test of an operator and a literal.
     *
     * @throws io.spanhouse.storage.model.StoreException BAD_INPUT if the two make no sense together
     */
    static ValueTest of(Operator operator, Literal literal) {
        if (literal instanceof Literal.Text) {
            return TextTest.of(operator, ((Literal.Text) literal).value());
        }
        Relations.requireOrdering(operator, "a literal " + literal);
        if (literal instanceof Literal.Whole) {
            return new NumberTests.Whole(operator, ((Literal.Whole) literal).value());
        }
        if (literal instanceof Literal.Decimal) {
            return new NumberTests.Decimal(operator, ((Literal.Decimal) literal).value());
        }
        if (literal instanceof Literal.Numeric) {
            return new NumberTests.Numeric(operator, ((Literal.Numeric) literal).value());
        }
        if (literal instanceof Literal.Truth) {
            return new TruthTest(operator, ((Literal.Truth) literal).value());
        }
        return new BytesTest(operator, ((Literal.Bytes) literal).value());
    }

    /**
     * The test of an operator and a literal beside which numbers of all kinds count.
     *
     * @throws io.spanhouse.storage.model.StoreException BAD_INPUT if the two make no sense together
     */
    static ValueTest ofRelation(Operator operator, Literal literal) {
        if (!Scalars.isNumber(literal)) {
            return of(operator, literal);
        }
        Relations.requireOrdering(operator, "a literal " + literal);
        return new NumberTests.AnyNumber(operator, literal);
    }

    /** Whether an attribute's value meets the test; of an array, whether any of its elements does. */
    boolean attribute(ValueType type, ByteSlice value) {
        if (type != ValueType.ARRAY) {
            return plain(type, value);
        }
        ValueCursor cursor = new ValueCursor(type, value);
        while (cursor.next()) {
            if (plain(cursor.type(), cursor.payload())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value that is no array meets the test. */
    abstract boolean plain(ValueType type, ByteSlice value);

    /** Whether values of a type can meet the test at all. */
    abstract boolean takes(ValueType type);

    /** The only bytes of a value of a type that meet the test, null if it is not of that sort. */
    byte @Nullable [] only(ValueType type) {
        return null;
    }

    /** Whether this number alone, as a number field, meets the test. */
    final boolean isOnly(long number) {
        byte[] bytes = only(ValueType.INT);
        return bytes != null && ValueBytes.getInt(bytes, 0) == number;
    }

    /** Whether an INT value meets the test. */
    boolean integer(long value) {
        return false;
    }

    /** Whether a DOUBLE value meets the test. */
    boolean decimal(double value) {
        return false;
    }

    /** Whether all number fields from {@code least} to {@code most} meet the test; three-valued. */
    int range(long least, long most, NumberSense sense) {
        return PredicateInput.UNKNOWN;
    }

    /** Whether a text field meets the test. */
    boolean text(ByteSlice utf8) {
        return plain(ValueType.STRING, utf8);
    }

    /** Whether a number field meets the test. */
    boolean number(long value, NumberSense sense) {
        return false;
    }

    /** Whether an id meets the test. */
    boolean id(ByteSlice bytes) {
        return plain(ValueType.BYTES, bytes);
    }

    private static final class AnyValue extends ValueTest {
        @Override
        boolean attribute(ValueType type, ByteSlice value) {
            return true;
        }

        @Override
        boolean plain(ValueType type, ByteSlice value) {
            return true;
        }

        @Override
        boolean takes(ValueType type) {
            return true;
        }

        @Override
        boolean integer(long value) {
            return true;
        }

        @Override
        boolean decimal(double value) {
            return true;
        }

        @Override
        boolean number(long value, NumberSense sense) {
            return true;
        }

        @Override
        int range(long least, long most, NumberSense sense) {
            return PredicateInput.YES;
        }
    }

    private static final class TruthTest extends ValueTest {
        private final Operator operator;
        private final boolean literal;

        TruthTest(Operator operator, boolean literal) {
            this.operator = operator;
            this.literal = literal;
        }

        @Override
        boolean takes(ValueType type) {
            return type == ValueType.BOOL || type == ValueType.ARRAY;
        }

        @Override
        boolean plain(ValueType type, ByteSlice value) {
            return type == ValueType.BOOL
                    && Relations.holds(operator, Boolean.compare(value.array[value.offset] != 0, literal));
        }
    }

    private static final class BytesTest extends ValueTest {
        private final Operator operator;
        private final ByteSlice literal;

        BytesTest(Operator operator, byte[] literal) {
            this.operator = operator;
            this.literal = new ByteSlice().set(literal);
        }

        @Override
        boolean takes(ValueType type) {
            return type == ValueType.BYTES || type == ValueType.ARRAY;
        }

        @Override
        byte @Nullable [] only(ValueType type) {
            return operator == Operator.EQUAL && type == ValueType.BYTES ? literal.array : null;
        }

        @Override
        boolean plain(ValueType type, ByteSlice value) {
            return type == ValueType.BYTES && Relations.holds(operator, value.compareTo(literal));
        }
    }
}
