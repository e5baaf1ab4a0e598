package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.Json;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.math.BigDecimal;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;

/**
 * Attribute values as texts: numbers in plain decimal without trailing zeros, bytes in base64, lists and maps as JSON.
 * Recursion is bounded by the depth that values may have.
 */
final class LabelValues {
    /** From here on numbers are written with an exponent. */
    private static final double PLAIN_END = 1e19;

    private LabelValues() {}

    static String text(ValueType type, ByteSlice value) {
        return switch (type) {
            case ABSENT, EMPTY -> "";
            case STRING -> value.utf8();
            case BOOL -> Boolean.toString(ValueBytes.getBool(value.array, value.offset));
            case INT -> Long.toString(ValueBytes.getInt(value.array, value.offset));
            case DOUBLE -> decimal(ValueBytes.getDouble(value.array, value.offset));
            case BYTES -> base64(value);
            case ARRAY, KVLIST -> Json.text(json -> write(json, type, value));
        };
    }

    /** A number as a label. */
    static String decimal(double number) {
        if (!Double.isFinite(number) || Math.abs(number) >= PLAIN_END) {
            return Double.toString(number);
        }
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }

    private static String base64(ByteSlice value) {
        byte[] bytes = new byte[value.length];
        System.arraycopy(value.array, value.offset, bytes, 0, value.length);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void write(JsonGenerator json, ValueType type, ByteSlice value) {
        switch (type) {
            case ABSENT, EMPTY -> json.writeNull();
            case STRING -> json.writeString(value.utf8());
            case BOOL -> json.writeBoolean(ValueBytes.getBool(value.array, value.offset));
            case INT -> json.writeNumber(ValueBytes.getInt(value.array, value.offset));
            case DOUBLE -> {
                double number = ValueBytes.getDouble(value.array, value.offset);
                if (Double.isFinite(number)) {
                    json.writeNumber(number);
                } else {
                    json.writeString(Double.toString(number));
                }
            }
            case BYTES -> json.writeBinary(value.array, value.offset, value.length);
            case ARRAY -> {
                json.writeStartArray();
                ValueCursor cursor = new ValueCursor(ValueType.ARRAY, value);
                while (cursor.next()) {
                    write(json, cursor.type(), cursor.payload());
                }
                json.writeEndArray();
            }
            case KVLIST -> {
                json.writeStartObject();
                ValueCursor cursor = new ValueCursor(ValueType.KVLIST, value);
                while (cursor.next()) {
                    json.writeName(cursor.key().utf8());
                    write(json, cursor.type(), cursor.payload());
                }
                json.writeEndObject();
            }
        }
    }
}
