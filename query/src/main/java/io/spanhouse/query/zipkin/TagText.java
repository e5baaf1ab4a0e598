package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Json;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;

/** Attribute values as the text of a tag: lists and maps as JSON, bytes in base64. Depth is bounded by what values may have. */
final class TagText {
    private TagText() {}

    /** The text of one value. */
    static String of(ValueType type, ByteSlice value) {
        return switch (type) {
            case ABSENT, EMPTY -> "";
            case STRING -> value.utf8();
            case BOOL -> Boolean.toString(ValueBytes.getBool(value.array, value.offset));
            case INT -> Long.toString(ValueBytes.getInt(value.array, value.offset));
            case DOUBLE -> Double.toString(ValueBytes.getDouble(value.array, value.offset));
            case BYTES ->
                Base64.getEncoder()
                        .encodeToString(Arrays.copyOfRange(value.array, value.offset, value.offset + value.length));
            case ARRAY, KVLIST -> Json.text(json -> json(type, value, json));
        };
    }

    /** Writes one value as plain JSON. */
    static void json(ValueType type, ByteSlice value, JsonGenerator json) {
        switch (type) {
            case ABSENT, EMPTY -> json.writeNull();
            case STRING, BYTES -> json.writeString(of(type, value));
            case BOOL -> json.writeBoolean(ValueBytes.getBool(value.array, value.offset));
            case INT -> json.writeNumber(ValueBytes.getInt(value.array, value.offset));
            case DOUBLE -> decimal(ValueBytes.getDouble(value.array, value.offset), json);
            case ARRAY -> {
                json.writeStartArray();
                ValueCursor cursor = new ValueCursor(type, value);
                while (cursor.next()) {
                    json(cursor.type(), cursor.payload(), json);
                }
                json.writeEndArray();
            }
            case KVLIST -> {
                json.writeStartObject();
                ValueCursor cursor = new ValueCursor(type, value);
                while (cursor.next()) {
                    json.writeName(cursor.key().utf8());
                    json(cursor.type(), cursor.payload(), json);
                }
                json.writeEndObject();
            }
        }
    }

    private static void decimal(double number, JsonGenerator json) {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(Double.toString(number));
        }
    }
}
