package io.spanhouse.storage.filter;

import java.util.Arrays;
import java.util.HexFormat;

/** A value to compare with. The literal's kind is part of the comparison: only values of that kind can meet it. */
public sealed interface Literal {
    /** Text; meets STRING values and text fields. Compared by code units of UTF-8, case-sensitive. */
    record Text(String value) implements Literal {}

    /** A whole number; meets INT values and number fields. Fields that are unsigned compare unsigned. */
    record Whole(long value) implements Literal {}

    /** A double; meets DOUBLE values only. NaN equals nothing and is in no order. */
    record Decimal(double value) implements Literal {}

    /** A number that meets INT and DOUBLE values alike, compared by exact numeric value. */
    record Numeric(double value) implements Literal {}

    /** True or false; meets BOOL values. */
    record Truth(boolean value) implements Literal {}

    /** Bytes; meets BYTES values and ids. */
    record Bytes(byte[] value) implements Literal {
        public Bytes {
            value = value.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes && Arrays.equals(value, ((Bytes) other).value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        /** All bytes, since equal literals and only those must have equal texts. */
        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(value) + "]";
        }
    }
}
