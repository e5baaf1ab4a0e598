package io.spanhouse.query.trace;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import tools.jackson.core.JsonGenerator;

/** Writes attribute values as OTLP JSON writes an AnyValue. Recursion is bounded by the depth that values may have. */
public final class OtlpJsonValues {
    private final JsonGenerator json;

    /** Writes onto a generator. */
    public OtlpJsonValues(JsonGenerator json) {
        this.json = json;
    }

    /** Writes one value, which is not ABSENT, as an object. */
    public void write(ValueType type, ByteSlice value) {
        json.writeStartObject();
        switch (type) {
            case ABSENT:
            case EMPTY:
                break;
            case STRING:
                json.writeStringProperty("stringValue", value.utf8());
                break;
            case BOOL:
                json.writeBooleanProperty("boolValue", ValueBytes.getBool(value.array, value.offset));
                break;
            case INT:
                json.writeStringProperty("intValue", Long.toString(ValueBytes.getInt(value.array, value.offset)));
                break;
            case DOUBLE:
                writeDouble(ValueBytes.getDouble(value.array, value.offset));
                break;
            case BYTES:
                json.writeName("bytesValue");
                json.writeBinary(value.array, value.offset, value.length);
                break;
            case ARRAY:
                writeArray(value);
                break;
            case KVLIST:
                writeList(value);
                break;
        }
        json.writeEndObject();
    }

    private void writeDouble(double number) {
        json.writeName("doubleValue");
        if (Double.isNaN(number)) {
            json.writeString("NaN");
        } else if (Double.isInfinite(number)) {
            json.writeString(number > 0 ? "Infinity" : "-Infinity");
        } else {
            json.writeNumber(number);
        }
    }

    private void writeArray(ByteSlice value) {
        json.writeObjectPropertyStart("arrayValue");
        json.writeArrayPropertyStart("values");
        ValueCursor cursor = new ValueCursor(ValueType.ARRAY, value);
        while (cursor.next()) {
            write(cursor.type(), cursor.payload());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeList(ByteSlice value) {
        json.writeObjectPropertyStart("kvlistValue");
        json.writeArrayPropertyStart("values");
        ValueCursor cursor = new ValueCursor(ValueType.KVLIST, value);
        while (cursor.next()) {
            json.writeStartObject();
            json.writeStringProperty("key", cursor.key().utf8());
            if (cursor.type() != ValueType.ABSENT) {
                json.writeName("value");
                write(cursor.type(), cursor.payload());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
