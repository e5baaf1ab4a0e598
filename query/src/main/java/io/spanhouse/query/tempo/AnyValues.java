package io.spanhouse.query.tempo;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.spanhouse.storage.filter.Literal;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Values as messages, and as protobuf's JSON has those. */
final class AnyValues {
    private AnyValues() {}

    /** A key with one value, or with an array of several. */
    static void attribute(String key, List<Literal> values, JsonGenerator json) {
        if (values.size() == 1) {
            attribute(key, values.get(0), json);
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("key", key);
        json.writeObjectPropertyStart("value");
        json.writeObjectPropertyStart("arrayValue");
        json.writeArrayPropertyStart("values");
        values.forEach(value -> value(value, json));
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** A key with a value. */
    static void attribute(String key, Literal value, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("key", key);
        json.writeName("value");
        value(value, json);
        json.writeEndObject();
    }

    /** A key with one value, or with an array of several, as a message. */
    static KeyValue message(String key, List<Literal> values) {
        KeyValue.Builder attribute = KeyValue.newBuilder().setKey(key);
        if (values.size() == 1) {
            attribute.setValue(message(values.get(0)));
        } else {
            ArrayValue.Builder array = ArrayValue.newBuilder();
            values.forEach(value -> array.addValues(message(value)));
            attribute.setValue(AnyValue.newBuilder().setArrayValue(array));
        }
        return attribute.build();
    }

    private static AnyValue message(Literal value) {
        AnyValue.Builder message = AnyValue.newBuilder();
        if (value instanceof Literal.Text text) {
            message.setStringValue(text.value());
        } else if (value instanceof Literal.Whole whole) {
            message.setIntValue(whole.value());
        } else if (value instanceof Literal.Truth truth) {
            message.setBoolValue(truth.value());
        } else if (value instanceof Literal.Bytes bytes) {
            message.setBytesValue(ByteString.copyFrom(bytes.value()));
        } else {
            message.setDoubleValue(
                    value instanceof Literal.Decimal decimal ? decimal.value() : ((Literal.Numeric) value).value());
        }
        return message.build();
    }

    private static void value(Literal value, JsonGenerator json) {
        json.writeStartObject();
        if (value instanceof Literal.Text text) {
            json.writeStringProperty("stringValue", text.value());
        } else if (value instanceof Literal.Whole whole) {
            json.writeStringProperty("intValue", Long.toString(whole.value()));
        } else if (value instanceof Literal.Truth truth) {
            json.writeBooleanProperty("boolValue", truth.value());
        } else if (value instanceof Literal.Bytes bytes) {
            json.writeName("bytesValue");
            json.writeBinary(bytes.value());
        } else {
            number(
                    value instanceof Literal.Decimal decimal ? decimal.value() : ((Literal.Numeric) value).value(),
                    json);
        }
        json.writeEndObject();
    }

    private static void number(double number, JsonGenerator json) {
        json.writeName("doubleValue");
        plain(number, json);
    }

    /** A double; protobuf's JSON has those that are no numbers of JSON in quotes. */
    static void plain(double number, JsonGenerator json) {
        if (Double.isNaN(number)) {
            json.writeString("NaN");
        } else if (Double.isInfinite(number)) {
            json.writeString(number > 0 ? "Infinity" : "-Infinity");
        } else {
            json.writeNumber(number);
        }
    }

    /** The type that a list of values names. */
    static String type(Literal value) {
        if (value instanceof Literal.Whole) {
            return "int";
        }
        if (value instanceof Literal.Decimal || value instanceof Literal.Numeric) {
            return "float";
        }
        return value instanceof Literal.Truth ? "bool" : "string";
    }

    /** A value as text. */
    static String text(Literal value) {
        if (value instanceof Literal.Text text) {
            return text.value();
        }
        if (value instanceof Literal.Whole whole) {
            return Long.toString(whole.value());
        }
        if (value instanceof Literal.Decimal decimal) {
            return Double.toString(decimal.value());
        }
        if (value instanceof Literal.Bytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.value());
        }
        return value instanceof Literal.Truth truth ? Boolean.toString(truth.value()) : value.toString();
    }
}
