package io.spanhouse.storage.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Attribute values as texts: a text as it is, whole numbers in decimal, doubles as JavaScript prints them, {@code true} and
 * {@code false}, bytes in Base64, arrays and key-value lists as JSON without spaces and with sorted keys.
 */
public final class ValueText {
    private static final int DIGITS_MAX = 17;

    /** Of doubles with a decimal exponent from here on JavaScript writes the exponent. */
    private static final int PLAIN_EXPONENT_END = 21;

    private static final int PLAIN_EXPONENT_LEAST = -7;

    private ValueText() {}

    /** The text of an attribute's value, null if it has no value. */
    public static @Nullable String of(ValueType type, ByteSlice value) {
        switch (type) {
            case STRING:
                return value.utf8();
            case BOOL:
                return Boolean.toString(ValueBytes.getBool(value.array, value.offset));
            case INT:
                return Long.toString(ValueBytes.getInt(value.array, value.offset));
            case DOUBLE:
                return decimal(ValueBytes.getDouble(value.array, value.offset));
            case BYTES:
                return Base64.getEncoder().encodeToString(value.toByteArray());
            case ARRAY:
            case KVLIST:
                StringBuilder json = new StringBuilder();
                json(type, value, json);
                return json.toString();
            case ABSENT:
            case EMPTY:
                return null;
        }
        throw new AssertionError(type);
    }

    private static void json(ValueType type, ByteSlice value, StringBuilder out) {
        if (type == ValueType.ARRAY) {
            ValueCursor cursor = new ValueCursor(type, value);
            char separator = '[';
            while (cursor.next()) {
                out.append(separator);
                json(cursor.type(), cursor.payload(), out);
                separator = ',';
            }
            out.append(separator == '[' ? "[]" : "]");
        } else if (type == ValueType.KVLIST) {
            object(value, out);
        } else if (type == ValueType.STRING || type == ValueType.BYTES) {
            quote(String.valueOf(of(type, value)), out);
        } else {
            out.append(of(type, value));
        }
    }

    /** Of a key that is there twice the later value counts, as in every reader of JSON. */
    private static void object(ByteSlice value, StringBuilder out) {
        TreeMap<String, String> members = new TreeMap<>();
        ValueCursor cursor = new ValueCursor(ValueType.KVLIST, value);
        while (cursor.next()) {
            StringBuilder member = new StringBuilder();
            json(cursor.type(), cursor.payload(), member);
            members.put(cursor.key().utf8(), member.toString());
        }
        out.append('{');
        members.forEach((key, member) -> {
            if (out.charAt(out.length() - 1) != '{') {
                out.append(',');
            }
            quote(key, out);
            out.append(':').append(member);
        });
        out.append('}');
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** A double as JavaScript prints it: the fewest digits that mean it, plain from 1e-6 up to under 1e21. */
    public static String decimal(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= DIGITS_MAX; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        BigDecimal stripped = shortest.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= PLAIN_EXPONENT_LEAST + 1 && exponent < PLAIN_EXPONENT_END) {
            return stripped.toPlainString();
        }
        String digits = stripped.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
    }
}
