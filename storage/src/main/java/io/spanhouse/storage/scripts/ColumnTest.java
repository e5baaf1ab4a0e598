package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A filter's condition on a shown text. Immutable. */
final class ColumnTest {
    private final ColumnFilter.Operator operator;
    private final List<byte[]> equal = new ArrayList<>();
    private final List<ContainedText> contained = new ArrayList<>();

    ColumnTest(ColumnFilter<?> filter) {
        this.operator = filter.operator();
        for (String value : filter.values()) {
            equal.add(value.getBytes(StandardCharsets.UTF_8));
            contained.add(new ContainedText(value));
        }
    }

    boolean test(String text) {
        return test(new ByteSlice().set(text.getBytes(StandardCharsets.UTF_8)));
    }

    boolean test(ByteSlice text) {
        return switch (operator) {
            case EQUAL -> isAny(text);
            case NOT_EQUAL -> !isAny(text);
            case CONTAINS -> hasAny(text);
        };
    }

    private boolean isAny(ByteSlice text) {
        for (byte[] value : equal) {
            if (text.sameBytes(value, 0, value.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasAny(ByteSlice text) {
        for (ContainedText value : contained) {
            if (value.in(text)) {
                return true;
            }
        }
        return false;
    }
}
