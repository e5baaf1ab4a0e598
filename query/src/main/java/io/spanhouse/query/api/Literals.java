package io.spanhouse.query.api;

import io.spanhouse.storage.filter.Literal;
import java.util.HexFormat;
import tools.jackson.core.JsonGenerator;

/** Writes values as filters take them. */
final class Literals {
    private Literals() {}

    /** A value as an object with one member. */
    static void write(Literal value, JsonGenerator json) {
        json.writeStartObject();
        if (value instanceof Literal.Text) {
            json.writeStringProperty("text", ((Literal.Text) value).value());
        } else if (value instanceof Literal.Whole) {
            json.writeStringProperty("whole", Long.toString(((Literal.Whole) value).value()));
        } else if (value instanceof Literal.Decimal) {
            json.writeName("decimal");
            decimal(((Literal.Decimal) value).value(), json);
        } else if (value instanceof Literal.Numeric) {
            json.writeName("number");
            decimal(((Literal.Numeric) value).value(), json);
        } else if (value instanceof Literal.Truth) {
            json.writeBooleanProperty("truth", ((Literal.Truth) value).value());
        } else {
            json.writeStringProperty("hex", HexFormat.of().formatHex(((Literal.Bytes) value).value()));
        }
        json.writeEndObject();
    }

    private static void decimal(double number, JsonGenerator json) {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(Double.toString(number));
        }
    }
}
