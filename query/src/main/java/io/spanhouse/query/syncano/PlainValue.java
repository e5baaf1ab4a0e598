package io.spanhouse.query.syncano;

import io.spanhouse.query.http.Json;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.util.Base64;
import java.util.StringJoiner;
import tools.jackson.core.JsonGenerator;

/** An attribute's value as plain JSON, without the types that OpenTelemetry's own form has. */
final class PlainValue {
    private final ValueType type;
    private final byte[] value;

    PlainValue(ValueType type, byte[] value) {
        this.type = type;
        this.value = value;
    }

    /** A text as it is, anything else as JSON. */
    String text() {
        ByteSlice slice = new ByteSlice().set(value);
        return type == ValueType.STRING ? slice.utf8() : Json.text(json -> write(type, slice, json));
    }

    /** The elements of an array, one after the other as headers are joined; else the text. */
    String joined() {
        if (type != ValueType.ARRAY) {
            return text();
        }
        StringJoiner joined = new StringJoiner(", ");
        ValueCursor cursor = new ValueCursor(ValueType.ARRAY, new ByteSlice().set(value));
        while (cursor.next()) {
            joined.add(new PlainValue(cursor.type(), cursor.payload().toByteArray()).text());
        }
        return joined.toString();
    }

    /** Whether it is text, which may be JSON. */
    boolean isText() {
        return type == ValueType.STRING;
    }

    void write(JsonGenerator json) {
        write(type, new ByteSlice().set(value), json);
    }

    private static void write(ValueType type, ByteSlice value, JsonGenerator json) {
        switch (type) {
            case ABSENT, EMPTY -> json.writeNull();
            case STRING -> json.writeString(value.utf8());
            case BOOL -> json.writeBoolean(ValueBytes.getBool(value.array, value.offset));
            case INT -> json.writeNumber(ValueBytes.getInt(value.array, value.offset));
            case DOUBLE -> number(ValueBytes.getDouble(value.array, value.offset), json);
            case BYTES -> json.writeString(Base64.getEncoder().encodeToString(value.toByteArray()));
            case ARRAY -> array(value, json);
            case KVLIST -> object(value, json);
        }
    }

    private static void number(double number, JsonGenerator json) {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(Double.toString(number));
        }
    }

    private static void array(ByteSlice value, JsonGenerator json) {
        json.writeStartArray();
        ValueCursor cursor = new ValueCursor(ValueType.ARRAY, value);
        while (cursor.next()) {
            write(cursor.type(), cursor.payload(), json);
        }
        json.writeEndArray();
    }

    private static void object(ByteSlice value, JsonGenerator json) {
        json.writeStartObject();
        ValueCursor cursor = new ValueCursor(ValueType.KVLIST, value);
        while (cursor.next()) {
            json.writeName(cursor.key().utf8());
            write(cursor.type(), cursor.payload(), json);
        }
        json.writeEndObject();
    }
}
