package io.spanhouse.ingest.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Prints messages as OTLP's JSON in every way that may come: fields in any order, numbers as text or not, enums by number
 * or name, ids in either case, nulls, white space, escapes, unknown fields at every depth.
 */
public final class OtlpJsonPrinter {
    private final Random random;

    public OtlpJsonPrinter(Random random) {
        this.random = random;
    }

    public String print(Message message) {
        List<String> fields = new ArrayList<>();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.isRepeated()) {
                repeated(message, field, fields);
            } else if (message.hasField(field)) {
                fields.add(name(field.getJsonName()) + value(field, message.getField(field)));
            } else if (random.nextInt(10) == 0) {
                fields.add(name(field.getJsonName()) + "null");
            } else if (!field.hasPresence() && random.nextInt(4) == 0) {
                fields.add(name(field.getJsonName()) + value(field, field.getDefaultValue()));
            }
        }
        Collections.shuffle(fields, random);
        if (random.nextInt(5) == 0) {
            fields.add(random.nextInt(fields.size() + 1), unknown(0));
        }
        return "{" + space() + String.join("," + space(), fields) + space() + "}";
    }

    private void repeated(Message message, FieldDescriptor field, List<String> fields) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
            elements.add(value(field, message.getRepeatedField(field, i)));
        }
        if (!elements.isEmpty() || random.nextInt(4) == 0) {
            fields.add(name(field.getJsonName()) + "[" + space() + String.join("," + space(), elements) + "]");
        }
    }

    private String value(FieldDescriptor field, Object value) {
        switch (field.getType()) {
            case MESSAGE:
                return print((Message) value);
            case STRING:
                return text((String) value);
            case BYTES:
                return bytes(field, (ByteString) value);
            case BOOL:
                return value.toString();
            case ENUM:
                return enumeration((EnumValueDescriptor) value);
            case DOUBLE:
                return number((Double) value);
            case UINT32:
            case FIXED32:
                return maybeText(Integer.toUnsignedString((Integer) value));
            case INT32:
                return maybeText(value.toString());
            case FIXED64:
                return maybeText(Long.toUnsignedString((Long) value));
            case INT64:
                return maybeText(value.toString());
            default:
                throw new AssertionError(field);
        }
    }

    private String enumeration(EnumValueDescriptor value) {
        return value.getIndex() >= 0 && random.nextBoolean()
                ? '"' + value.getName() + '"'
                : Integer.toString(value.getNumber());
    }

    private String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "\"" + value + "\"";
        }
        return maybeText(Double.toString(value));
    }

    private String maybeText(String number) {
        return random.nextBoolean() ? '"' + number + '"' : number;
    }

    private String bytes(FieldDescriptor field, ByteString value) {
        byte[] bytes = value.toByteArray();
        if (!field.getName().endsWith("_id")) {
            Base64.Encoder encoder = random.nextBoolean() ? Base64.getEncoder() : Base64.getUrlEncoder();
            return '"' + (random.nextBoolean() ? encoder : encoder.withoutPadding()).encodeToString(bytes) + '"';
        }
        HexFormat hex = random.nextBoolean() ? HexFormat.of().withUpperCase() : HexFormat.of();
        return '"' + hex.formatHex(bytes) + '"';
    }

    private String name(String name) {
        return text(name) + space() + ":" + space();
    }

    private String text(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < 0x20 || character == '"' || character == '\\' || random.nextInt(30) == 0) {
                json.append(escape(character));
                // The other half must not stand alone in the bytes of the document.
                if (Character.isHighSurrogate(character)) {
                    json.append(escape(text.charAt(++i)));
                }
            } else if (Character.isHighSurrogate(character)) {
                json.append(character).append(text.charAt(++i));
            } else {
                json.append(character);
            }
        }
        return json.append('"').toString();
    }

    private String escape(char character) {
        HexFormat hex = random.nextBoolean() ? HexFormat.of().withUpperCase() : HexFormat.of();
        return "\\u" + hex.toHexDigits(character);
    }

    private String space() {
        return random.nextInt(6) == 0 ? " \n\t".repeat(random.nextInt(2)) : "";
    }

    private String unknown(int depth) {
        String name = "\"unknown_" + random.nextInt(100) + "\":";
        switch (random.nextInt(depth < 4 ? 7 : 5)) {
            case 0:
                return name + "null";
            case 1:
                return name + "[1, \"two\", 3.5e7, true, []]";
            case 2:
                return name + "\"text\"";
            case 3:
                return name + "-17";
            case 4:
                return "\"trace_id\":\"snake case is not a name\"";
            default:
                return name + "{" + unknown(depth + 1) + "," + unknown(depth + 1) + "}";
        }
    }
}
