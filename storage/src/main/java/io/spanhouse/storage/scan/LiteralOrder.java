package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A total order of literals and of keys made of them: absent first, then by kind, then by value. */
final class LiteralOrder {
    /** Order of texts by the unsigned bytes of their UTF-8. */
    static final Comparator<String> TEXTS = LiteralOrder::compareTexts;

    private LiteralOrder() {}

    static int compareKeys(List<@Nullable Literal> one, List<@Nullable Literal> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    static int compare(@Nullable Literal one, @Nullable Literal other) {
        int byKind = Integer.compare(kind(one), kind(other));
        return byKind != 0 || one == null || other == null ? byKind : compareSameKind(one, other);
    }

    private static int compareTexts(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static int kind(@Nullable Literal literal) {
        if (literal == null) {
            return 0;
        }
        if (literal instanceof Literal.Text) {
            return 1;
        }
        if (literal instanceof Literal.Whole) {
            return 2;
        }
        if (literal instanceof Literal.Decimal) {
            return 3;
        }
        if (literal instanceof Literal.Numeric) {
            return 4;
        }
        return literal instanceof Literal.Truth ? 5 : 6;
    }

    private static int compareSameKind(Literal one, Literal other) {
        if (one instanceof Literal.Text) {
            return compareTexts(((Literal.Text) one).value(), ((Literal.Text) other).value());
        }
        if (one instanceof Literal.Whole) {
            return Long.compare(((Literal.Whole) one).value(), ((Literal.Whole) other).value());
        }
        if (one instanceof Literal.Decimal) {
            return Double.compare(((Literal.Decimal) one).value(), ((Literal.Decimal) other).value());
        }
        if (one instanceof Literal.Numeric) {
            return Double.compare(((Literal.Numeric) one).value(), ((Literal.Numeric) other).value());
        }
        if (one instanceof Literal.Truth) {
            return Boolean.compare(((Literal.Truth) one).value(), ((Literal.Truth) other).value());
        }
        return Arrays.compareUnsigned(((Literal.Bytes) one).value(), ((Literal.Bytes) other).value());
    }
}
