package io.spanhouse.query.mackerel;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import tools.jackson.core.JsonGenerator;

/**
 * Attribute values as the dialect writes them: {@code {"valueType":"int","intValue":1}}. Doubles that JSON has no number for
 * are written as strings. Recursion is bounded by the depth that values may have.
 */
final class ValueJson {
    private final JsonGenerator json;

    ValueJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes one value as an object. */
    void write(ValueType type, ByteSlice value) {
        json.writeStartObject();
        switch (type) {
            case ABSENT, EMPTY -> json.writeStringProperty("valueType", "empty");
            case STRING -> string(value.utf8());
            case BOOL -> {
                json.writeStringProperty("valueType", "bool");
                json.writeBooleanProperty("boolValue", ValueBytes.getBool(value.array, value.offset));
            }
            case INT -> {
                json.writeStringProperty("valueType", "int");
                json.writeNumberProperty("intValue", ValueBytes.getInt(value.array, value.offset));
            }
            case DOUBLE -> decimal(ValueBytes.getDouble(value.array, value.offset));
            case BYTES -> {
                json.writeStringProperty("valueType", "bytes");
                json.writeName("bytesValue");
                json.writeBinary(value.array, value.offset, value.length);
            }
            case ARRAY -> array(value);
            case KVLIST -> list(value);
        }
        json.writeEndObject();
    }

    private void string(String text) {
        json.writeStringProperty("valueType", "string");
        json.writeStringProperty("stringValue", text);
    }

    private void decimal(double number) {
        if (Double.isFinite(number)) {
            json.writeStringProperty("valueType", "double");
            json.writeNumberProperty("doubleValue", number);
        } else {
            string(Double.toString(number));
        }
    }

    private void array(ByteSlice value) {
        json.writeStringProperty("valueType", "array");
        json.writeArrayPropertyStart("arrayValue");
        ValueCursor cursor = new ValueCursor(ValueType.ARRAY, value);
        while (cursor.next()) {
            write(cursor.type(), cursor.payload());
        }
        json.writeEndArray();
    }

    private void list(ByteSlice value) {
        json.writeStringProperty("valueType", "kvlist");
        json.writeObjectPropertyStart("kvlistValue");
        ValueCursor cursor = new ValueCursor(ValueType.KVLIST, value);
        while (cursor.next()) {
            json.writeName(cursor.key().utf8());
            write(cursor.type(), cursor.payload());
        }
        json.writeEndObject();
    }
}
