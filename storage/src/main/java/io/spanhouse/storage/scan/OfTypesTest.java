package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks another test of attributes' values of some types, arrays whole. */
final class OfTypesTest extends ValueTest {
    private final Set<ValueType> types;
    private final ValueTest test;

    OfTypesTest(Set<ValueType> types, ValueTest test) {
        this.types = types;
        this.test = test;
    }

    /** An array is one value. */
    @Override
    boolean attribute(ValueType type, ByteSlice value) {
        return plain(type, value);
    }

    @Override
    boolean plain(ValueType type, ByteSlice value) {
        return types.contains(type) && test.plain(type, value);
    }

    @Override
    boolean takes(ValueType type) {
        return types.contains(type) && test.takes(type);
    }

    @Override
    byte @Nullable [] only(ValueType type) {
        return types.contains(type) ? test.only(type) : null;
    }

    @Override
    boolean integer(long value) {
        return types.contains(ValueType.INT) && test.integer(value);
    }

    @Override
    boolean decimal(double value) {
        return types.contains(ValueType.DOUBLE) && test.decimal(value);
    }
}
