package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueText;
import io.spanhouse.storage.model.ValueType;
import org.jspecify.annotations.Nullable;

/** Asks another test of the text of a value, so that comparisons of texts run on columns of any type. */
final class AsTextTest extends ValueTest {
    private final ValueTest test;

    AsTextTest(ValueTest test) {
        this.test = test;
    }

    /** An array is one text. */
    @Override
    boolean attribute(ValueType type, ByteSlice value) {
        return plain(type, value);
    }

    @Override
    boolean plain(ValueType type, ByteSlice value) {
        String text = ValueText.of(type, value);
        return text != null && test.text(new ByteSlice().set(TextForms.utf8(text)));
    }

    @Override
    boolean takes(ValueType type) {
        return type != ValueType.ABSENT && type != ValueType.EMPTY;
    }

    @Override
    byte @Nullable [] only(ValueType type) {
        return type == ValueType.STRING ? test.only(type) : null;
    }

    @Override
    boolean integer(long value) {
        return number(value, NumberSense.SIGNED);
    }

    @Override
    boolean decimal(double value) {
        return text(ValueText.decimal(value));
    }

    @Override
    boolean text(ByteSlice utf8) {
        return test.text(utf8);
    }

    @Override
    boolean number(long value, NumberSense sense) {
        return text(TextForms.number(value, sense));
    }

    @Override
    boolean id(ByteSlice bytes) {
        return text(TextForms.id(bytes.toByteArray()));
    }

    private boolean text(String text) {
        return test.text(new ByteSlice().set(TextForms.utf8(text)));
    }
}
