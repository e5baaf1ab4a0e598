package io.spanhouse.query.jaeger.expression;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.jaeger.expression.Alternative.Sort;
import io.spanhouse.storage.filter.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Constants of filters: what a text says as a value of its type, or beside what it is compared with. */
final class Constants {
    /** What a constant can say about its own type; empty for nothing. */
    static final Set<String> TYPES = Set.of("", "string", "int", "double", "bool");

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "False", "FALSE");

    private Constants() {}

    /** What Go takes for true or false; null for anything else. */
    static @Nullable Boolean truth(String text) {
        return TRUE.contains(text) ? Boolean.TRUE : FALSE.contains(text) ? Boolean.FALSE : null;
    }

    /** A constant of a type that is named. */
    static Alternative typed(String value, String type, String where) {
        switch (type) {
            case "string":
                return Alternative.of(new Literal.Text(value), Sort.TEXT);
            case "int":
                Long whole = whole(value);
                if (whole != null) {
                    return Alternative.of(new Literal.Whole(whole), Sort.INT_ONLY);
                }
                throw unexpected(where, value, "a whole number of 64 bits");
            case "double":
                Double decimal = decimal(value);
                if (decimal != null) {
                    return Alternative.of(new Literal.Decimal(decimal), Sort.DOUBLE_ONLY);
                }
                throw unexpected(where, value, "a number");
            case "bool":
                Boolean truth = truth(value);
                if (truth != null) {
                    return Alternative.of(new Literal.Truth(truth), Sort.BOOL);
                }
                throw unexpected(where, value, "true or false");
            default:
                throw Refusal.at(where, "the type is '" + type + "', expected one of " + typeNames());
        }
    }

    /** All that an untyped constant may be beside an attribute. */
    static List<Alternative> untyped(String value) {
        List<Alternative> all = new ArrayList<>();
        all.add(Alternative.of(new Literal.Text(value), Sort.TEXT));
        all.add(Alternative.of(new Literal.Text(value), Sort.OTHER));
        Long whole = whole(value);
        Double decimal = decimal(value);
        if (whole != null) {
            all.add(Alternative.of(new Literal.Whole(whole), Sort.NUMBER));
        } else if (decimal != null) {
            all.add(Alternative.of(new Literal.Decimal(decimal), Sort.NUMBER));
        }
        return all;
    }

    /** An untyped constant beside a field. */
    static Alternative beside(FilterField field, String value, String where) {
        return switch (field.domain()) {
            case TEXT, ID -> Alternative.of(new Literal.Text(value), Sort.TEXT);
            case KIND -> word(value, Words.KINDS, where);
            case STATUS -> word(value, Words.STATUSES, where);
            case DURATION ->
                number(GoDuration.nanos(value), Sort.DURATION, value, where, "a duration with its unit, such as 1.5s");
            case TIMESTAMP ->
                number(
                        Rfc3339.nanos(value),
                        Sort.TIMESTAMP,
                        value,
                        where,
                        "a time from 1970 to 2554 such as 2026-01-31T23:59:59.123456789Z");
        };
    }

    /** A word that a field can have. */
    static Alternative word(String value, List<String> words, String where) {
        if (!words.contains(value)) {
            throw unexpected(where, value, "one of " + String.join(", ", words));
        }
        return Alternative.of(new Literal.Text(value), Sort.TEXT);
    }

    private static Alternative number(OptionalLong nanos, Sort sort, String value, String where, String expected) {
        if (nanos.isEmpty()) {
            throw unexpected(where, value, expected);
        }
        return Alternative.of(new Literal.Whole(nanos.getAsLong()), sort);
    }

    static String typeNames() {
        return "string, int, double, bool or none";
    }

    private static HttpFailure unexpected(String where, String value, String expected) {
        return Refusal.at(where, "found '" + value + "', expected " + expected);
    }

    private static @Nullable Long whole(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Java would also take a trailing f or d and blanks around, and writes infinity otherwise than Go. */
    private static @Nullable Double decimal(String text) {
        String plain = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        if (plain.equalsIgnoreCase("inf") || plain.equalsIgnoreCase("infinity")) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (plain.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        boolean number = !plain.isEmpty();
        for (int i = 0; i < plain.length(); i++) {
            number &= "0123456789.eE+-".indexOf(plain.charAt(i)) >= 0;
        }
        try {
            return number ? Double.valueOf(text) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
