package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import org.jspecify.annotations.Nullable;

/** Comparisons with numbers. All are exact: no integer is rounded to a double on the way. */
final class NumberTests {
    /** 2^63, the first double over every long. */
    private static final double LONG_END = 0x1p63;

    private NumberTests() {}

    /** With a whole number: INT values and number fields. */
    static final class Whole extends ValueTest {
        private final Operator operator;
        private final long literal;

        Whole(Operator operator, long literal) {
            this.operator = operator;
            this.literal = literal;
        }

        @Override
        boolean takes(ValueType type) {
            return type == ValueType.INT || type == ValueType.ARRAY;
        }

        @Override
        byte @Nullable [] only(ValueType type) {
            if (operator != Operator.EQUAL || type != ValueType.INT) {
                return null;
            }
            byte[] bytes = new byte[ValueBytes.NUMBER_BYTES];
            ValueBytes.putInt(bytes, 0, literal);
            return bytes;
        }

        @Override
        boolean plain(ValueType type, ByteSlice value) {
            return type == ValueType.INT && integer(ValueBytes.getInt(value.array, value.offset));
        }

        @Override
        boolean integer(long value) {
            return Relations.holds(operator, Long.compare(value, literal));
        }

        @Override
        boolean number(long value, NumberSense sense) {
            return Relations.holds(operator, sense.compare(value, literal));
        }

        @Override
        int range(long least, long most, NumberSense sense) {
            return Relations.range(operator, sense.compare(least, literal), sense.compare(most, literal));
        }
    }

    /** With a double: DOUBLE values. */
    static final class Decimal extends ValueTest {
        private final Operator operator;
        private final double literal;

        Decimal(Operator operator, double literal) {
            this.operator = operator;
            this.literal = literal;
        }

        @Override
        boolean takes(ValueType type) {
            return type == ValueType.DOUBLE || type == ValueType.ARRAY;
        }

        @Override
        boolean plain(ValueType type, ByteSlice value) {
            return type == ValueType.DOUBLE && decimal(ValueBytes.getDouble(value.array, value.offset));
        }

        @Override
        boolean decimal(double value) {
            return holds(operator, value, literal);
        }
    }

    /** With a number of either kind: INT and DOUBLE values. */
    static final class Numeric extends ValueTest {
        private final Operator operator;
        private final double literal;

        Numeric(Operator operator, double literal) {
            this.operator = operator;
            this.literal = literal;
        }

        @Override
        boolean takes(ValueType type) {
            return type == ValueType.INT || type == ValueType.DOUBLE || type == ValueType.ARRAY;
        }

        @Override
        boolean plain(ValueType type, ByteSlice value) {
            if (type == ValueType.DOUBLE) {
                return decimal(ValueBytes.getDouble(value.array, value.offset));
            }
            return type == ValueType.INT && integer(ValueBytes.getInt(value.array, value.offset));
        }

        @Override
        boolean integer(long value) {
            if (Double.isNaN(literal)) {
                return operator == Operator.NOT_EQUAL;
            }
            return Relations.holds(operator, compare(value, literal));
        }

        @Override
        boolean decimal(double value) {
            return holds(operator, value, literal);
        }
    }

    /** With any number, in relations: INT and DOUBLE values and number fields, all by their exact values. */
    static final class AnyNumber extends ValueTest {
        private final Operator operator;
        private final Literal literal;

        AnyNumber(Operator operator, Literal literal) {
            this.operator = operator;
            this.literal = literal;
        }

        @Override
        boolean takes(ValueType type) {
            return type == ValueType.INT || type == ValueType.DOUBLE || type == ValueType.ARRAY;
        }

        @Override
        byte @Nullable [] only(ValueType type) {
            boolean single = operator == Operator.EQUAL && type == ValueType.INT && literal instanceof Literal.Whole;
            return single ? new Whole(operator, Scalars.whole(literal)).only(type) : null;
        }

        @Override
        boolean plain(ValueType type, ByteSlice value) {
            if (type == ValueType.DOUBLE) {
                return decimal(ValueBytes.getDouble(value.array, value.offset));
            }
            return type == ValueType.INT && integer(ValueBytes.getInt(value.array, value.offset));
        }

        @Override
        boolean integer(long value) {
            return number(value, NumberSense.SIGNED);
        }

        @Override
        boolean decimal(double value) {
            if (literal instanceof Literal.Whole) {
                return Double.isNaN(value)
                        ? operator == Operator.NOT_EQUAL
                        : Relations.holds(operator, -compare(Scalars.whole(literal), value));
            }
            return holds(operator, value, Scalars.decimal(literal));
        }

        @Override
        boolean number(long value, NumberSense sense) {
            if (!(literal instanceof Literal.Whole) && Double.isNaN(Scalars.decimal(literal))) {
                return operator == Operator.NOT_EQUAL;
            }
            return Relations.holds(operator, order(value, sense));
        }

        private int order(long value, NumberSense sense) {
            return literal instanceof Literal.Whole
                    ? sense.compare(value, Scalars.whole(literal))
                    : compare(value, Scalars.decimal(literal), sense == NumberSense.UNSIGNED);
        }

        @Override
        int range(long least, long most, NumberSense sense) {
            if (!(literal instanceof Literal.Whole) && Double.isNaN(Scalars.decimal(literal))) {
                return PredicateInput.UNKNOWN;
            }
            return Relations.range(operator, order(least, sense), order(most, sense));
        }
    }

    /** IEEE 754 comparison: NaN differs from everything and is in no order; the two zeros are equal. */
    static boolean holds(Operator operator, double value, double literal) {
        if (Double.isNaN(value) || Double.isNaN(literal)) {
            return operator == Operator.NOT_EQUAL;
        }
        return Relations.holds(operator, value < literal ? -1 : value > literal ? 1 : 0);
    }

    /** The exact order of an integer and a double that is not NaN. */
    static int compare(long value, double literal) {
        if (literal >= LONG_END) {
            return -1;
        }
        if (literal < -LONG_END) {
            return 1;
        }
        long whole = (long) literal;
        if (value != whole) {
            return Long.compare(value, whole);
        }
        // The whole part of a double is itself a double, so this difference is exact.
        double fraction = literal - whole;
        return fraction > 0 ? -1 : fraction < 0 ? 1 : 0;
    }

    /** The exact order of an integer, signed or not, and a double that is not NaN. */
    static int compare(long value, double literal, boolean unsigned) {
        if (!unsigned || value >= 0) {
            return compare(value, literal);
        }
        if (literal < LONG_END) {
            return 1;
        }
        // Both have the highest bit; without it they are in the order they are in.
        return compare(value & Long.MAX_VALUE, literal - LONG_END);
    }
}
