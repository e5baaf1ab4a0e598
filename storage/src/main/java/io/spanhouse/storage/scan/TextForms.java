package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.model.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What is no attribute as text, as {@link io.spanhouse.storage.filter.Operand.AsText} says; attributes by {@link ValueText}. */
final class TextForms {
    private TextForms() {}

    /** The text of an id. */
    static String id(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The text of a number. */
    static String number(long value, NumberSense sense) {
        return sense == NumberSense.UNSIGNED ? Long.toUnsignedString(value) : Long.toString(value);
    }

    /**
     * The text of a literal that was the value of an operand that is no attribute.
     *
     * @param sense of whole numbers
     */
    static String of(Literal literal, NumberSense sense) {
        if (literal instanceof Literal.Text) {
            return ((Literal.Text) literal).value();
        }
        return literal instanceof Literal.Bytes
                ? id(((Literal.Bytes) literal).value())
                : number(Scalars.whole(literal), sense);
    }

    /** The UTF-8 of a text. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
