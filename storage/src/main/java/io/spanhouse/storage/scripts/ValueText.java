package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.util.Base64;

/** Attribute values as lists show them: text as it is, numbers in decimal, arrays and key-value lists as JSON. */
final class ValueText {
    private ValueText() {}

    static String of(ValueType type, ByteSlice value) {
        switch (type) {
            case STRING:
                return value.utf8();
            case BOOL:
                return Boolean.toString(ValueBytes.getBool(value.array, value.offset));
            case INT:
                return Long.toString(ValueBytes.getInt(value.array, value.offset));
            case DOUBLE:
                return number(ValueBytes.getDouble(value.array, value.offset));
            case BYTES:
                return Base64.getEncoder().encodeToString(value.toByteArray());
            case ARRAY:
            case KVLIST:
                StringBuilder json = new StringBuilder();
                json(type, value, json);
                return json.toString();
            case ABSENT:
            case EMPTY:
                return "";
        }
        throw new AssertionError(type);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static void json(ValueType type, ByteSlice value, StringBuilder out) {
        switch (type) {
            case ARRAY, KVLIST -> container(type, value, out);
            case STRING, BYTES -> quote(of(type, value), out);
            case BOOL, INT, DOUBLE -> out.append(of(type, value));
            case ABSENT, EMPTY -> out.append("null");
        }
    }

    private static void container(ValueType type, ByteSlice value, StringBuilder out) {
        boolean keyed = type == ValueType.KVLIST;
        out.append(keyed ? '{' : '[');
        ValueCursor cursor = new ValueCursor(type, value);
        boolean first = true;
        while (cursor.next()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            if (keyed) {
                quote(cursor.key().utf8(), out);
                out.append(':');
            }
            json(cursor.type(), cursor.payload(), out);
        }
        out.append(keyed ? '}' : ']');
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
}
