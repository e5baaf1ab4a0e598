package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;

/** What was counted of one key: spans of either population with each value, with any, and by type. Not thread-safe. */
final class KeyPopulations {
    private static final ValueType[] TYPES = ValueType.values();

    private final ValueCounts values = new ValueCounts();
    private final long[] selectedOfType = new long[TYPES.length];
    private final long[] restOfType = new long[TYPES.length];
    private long selected;
    private long rest;

    ValueCounts values() {
        return values;
    }

    /** Selected spans that have a value that can be said. */
    long selected() {
        return selected;
    }

    /** Other spans that have a value that can be said. */
    long rest() {
        return rest;
    }

    /** Adds spans that have a value. */
    void add(ValueType type, ByteSlice value, long ofSelected, long ofRest) {
        boolean nan = type == ValueType.DOUBLE && Double.isNaN(ValueBytes.getDouble(value.array, value.offset));
        if (nan) {
            byte[] same = new byte[ValueBytes.NUMBER_BYTES];
            ValueBytes.putDoubleBits(same, 0, Double.doubleToLongBits(Double.NaN));
            values.add(type, new ByteSlice().set(same), ofSelected, ofRest);
        } else {
            values.add(type, value, ofSelected, ofRest);
        }
    }

    /** Adds spans that have a value, which is not that of an attribute. */
    void add(Literal value, long ofSelected, long ofRest) {
        ByteSlice slice = new ByteSlice();
        byte[] number = new byte[ValueBytes.NUMBER_BYTES];
        if (value instanceof Literal.Text) {
            slice.set(((Literal.Text) value).value().getBytes(StandardCharsets.UTF_8));
            add(ValueType.STRING, slice, ofSelected, ofRest);
        } else if (value instanceof Literal.Whole) {
            ValueBytes.putInt(number, 0, ((Literal.Whole) value).value());
            add(ValueType.INT, slice.set(number), ofSelected, ofRest);
        } else if (value instanceof Literal.Decimal) {
            ValueBytes.putDoubleBits(number, 0, Double.doubleToRawLongBits(((Literal.Decimal) value).value()));
            add(ValueType.DOUBLE, slice.set(number), ofSelected, ofRest);
        } else if (value instanceof Literal.Truth) {
            byte[] truth = {(byte) (((Literal.Truth) value).value() ? 1 : 0)};
            add(ValueType.BOOL, slice.set(truth), ofSelected, ofRest);
        } else if (value instanceof Literal.Bytes) {
            add(ValueType.BYTES, slice.set(((Literal.Bytes) value).value()), ofSelected, ofRest);
        } else {
            throw new IllegalArgumentException("a span has " + value + ", which only questions have");
        }
    }

    /** Adds spans that have a value that can be said. */
    void addPresent(long ofSelected, long ofRest) {
        selected += ofSelected;
        rest += ofRest;
    }

    /** Adds spans that have the key with a type. */
    void addType(ValueType type, long ofSelected, long ofRest) {
        selectedOfType[type.ordinal()] += ofSelected;
        restOfType[type.ordinal()] += ofRest;
    }

    /** The greatest share of either population that has the key with one type. */
    double greatestShare(long selectedTotal, long restTotal) {
        double most = 0;
        for (int type = 0; type < TYPES.length; type++) {
            most = Math.max(most, share(selectedOfType[type], selectedTotal));
            most = Math.max(most, share(restOfType[type], restTotal));
        }
        return most;
    }

    static double share(long part, long whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }

    /** Adds what was counted of other spans. */
    void addAll(KeyPopulations other) {
        values.addAll(other.values);
        addPresent(other.selected, other.rest);
        for (ValueType type : TYPES) {
            addType(type, other.selectedOfType[type.ordinal()], other.restOfType[type.ordinal()]);
        }
    }
}
