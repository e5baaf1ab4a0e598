package io.spanhouse.query.api;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** The leaves of a filter as JSON: operands, operators, values; and any enum by its name in camel case. */
final class Operands {
    private static final Set<String> OPERANDS =
            Set.of("field", "attribute", "spanOrResource", "ofTypes", "inTrace", "asText", "exceptionFingerprint");
    private static final Set<String> LITERALS = Set.of("text", "whole", "decimal", "number", "truth", "hex");

    /** Most times that one operand is asked for as a text of a text. */
    private static final int TEXTS_MAX = 8;

    private Operands() {}

    /** {@code {"field":"name"}}, {@code {"attribute":{"level":"span","key":"..."}}} and so on. */
    static Operand operand(JsonInput input) {
        return operand(input, 0);
    }

    private static Operand operand(JsonInput input, int depth) {
        if (depth > TEXTS_MAX) {
            throw input.unexpected("an operand of at most " + TEXTS_MAX + " asText");
        }
        String name = onlyMember(input, OPERANDS);
        JsonInput value = input.member(name);
        switch (name) {
            case "field":
                return new Operand.Field(choice(value, SpanField.values()));
            case "attribute":
                value.object(Set.of("level", "key"));
                return new Operand.Attribute(
                        choice(value.required("level"), AttributeLevel.values()),
                        value.required("key").text());
            case "spanOrResource":
                return new Operand.SpanOrResource(value.text());
            case "inTrace":
                return new Operand.InTrace(choice(value, TraceProperty.values()));
            case "ofTypes":
                return ofTypes(value, depth);
            case "asText":
                return new Operand.AsText(operand(value, depth + 1));
            default:
                if (!value.truth()) {
                    throw value.unexpected("true");
                }
                return new Operand.ExceptionFingerprint();
        }
    }

    private static Operand ofTypes(JsonInput input, int depth) {
        input.object(Set.of("of", "types"));
        Operand of = operand(input.required("of"), depth + 1);
        if (!(of instanceof Operand.Attribute) && !(of instanceof Operand.SpanOrResource)) {
            throw input.required("of").unexpected("attribute or spanOrResource");
        }
        Set<ValueType> types = EnumSet.noneOf(ValueType.class);
        for (JsonInput type : input.required("types").elements()) {
            types.add(choice(type, ValueType.values()));
        }
        return new Operand.OfTypes(of, types);
    }

    /** Writes an operand as it is read. */
    static void write(Operand operand, JsonGenerator json) {
        json.writeStartObject();
        if (operand instanceof Operand.Field) {
            json.writeStringProperty("field", name(((Operand.Field) operand).field()));
        } else if (operand instanceof Operand.Attribute) {
            Operand.Attribute attribute = (Operand.Attribute) operand;
            json.writeObjectPropertyStart("attribute");
            json.writeStringProperty("level", name(attribute.level()));
            json.writeStringProperty("key", attribute.key());
            json.writeEndObject();
        } else if (operand instanceof Operand.SpanOrResource) {
            json.writeStringProperty("spanOrResource", ((Operand.SpanOrResource) operand).key());
        } else if (operand instanceof Operand.InTrace) {
            json.writeStringProperty("inTrace", name(((Operand.InTrace) operand).property()));
        } else if (operand instanceof Operand.OfTypes) {
            Operand.OfTypes typed = (Operand.OfTypes) operand;
            json.writeObjectPropertyStart("ofTypes");
            json.writeName("of");
            write(typed.of(), json);
            json.writeArrayPropertyStart("types");
            typed.types().stream().sorted().forEach(type -> json.writeString(name(type)));
            json.writeEndArray();
            json.writeEndObject();
        } else if (operand instanceof Operand.AsText) {
            json.writeName("asText");
            write(((Operand.AsText) operand).of(), json);
        } else {
            json.writeBooleanProperty("exceptionFingerprint", true);
        }
        json.writeEndObject();
    }

    /** An operator; those of texts go with texts only. */
    static Operator operator(JsonInput input, Literal literal) {
        Operator operator = choice(input, Operator.values());
        boolean ofTexts = switch (operator) {
            case STARTS_WITH, CONTAINS, MATCHES, NOT_MATCHES, FINDS -> true;
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> false;
        };
        if (ofTexts && !(literal instanceof Literal.Text)) {
            throw input.unexpected("an operator that goes with the value; this one compares texts");
        }
        return operator;
    }

    /** An operator that compares numbers. */
    static Operator numberOperator(JsonInput input) {
        return operator(input, new Literal.Whole(0));
    }

    /** {@code {"text":"..."}}, {@code {"whole":"-5"}}, {@code {"decimal":1.5}}, {@code {"number":5}} and so on. */
    static Literal literal(JsonInput input) {
        String name = onlyMember(input, LITERALS);
        JsonInput value = input.member(name);
        return switch (name) {
            case "text" -> new Literal.Text(value.text());
            case "whole" -> new Literal.Whole(signed(value));
            case "decimal" -> new Literal.Decimal(decimal(value));
            case "number" -> new Literal.Numeric(value.number());
            case "truth" -> new Literal.Truth(value.truth());
            default -> new Literal.Bytes(hex(value));
        };
    }

    /** A number of 64 bits: a decimal string, or a JSON number that is exact. */
    static long signed(JsonInput input) {
        if (!input.isText()) {
            return input.whole();
        }
        try {
            return Long.parseLong(input.text());
        } catch (NumberFormatException e) {
            // Times are unsigned; their upper half is written so.
            return unsigned(input);
        }
    }

    /** Unsigned nanoseconds: a decimal string, or a JSON number that is exact. */
    static long unsigned(JsonInput input) {
        if (!input.isText()) {
            return input.whole();
        }
        try {
            return Long.parseUnsignedLong(input.text());
        } catch (NumberFormatException e) {
            throw input.unexpected("a whole number of 64 bits as a string");
        }
    }

    /** A number; those that JSON has no number for are strings. */
    private static double decimal(JsonInput input) {
        return input.isText() ? Double.parseDouble(notFinite(input)) : input.number();
    }

    private static String notFinite(JsonInput input) {
        String text = input.text();
        if (!Set.of("NaN", "Infinity", "-Infinity").contains(text)) {
            throw input.unexpected("a number, or NaN, Infinity or -Infinity as a string");
        }
        return text;
    }

    private static byte[] hex(JsonInput input) {
        try {
            return HexFormat.of().parseHex(input.text());
        } catch (IllegalArgumentException e) {
            throw input.unexpected("an even number of hexadecimal digits");
        }
    }

    /** One of an enum's constants by its name in camel case. */
    static <E extends Enum<E>> E choice(JsonInput input, E[] constants) {
        String text = input.text();
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            if (name(constant).equals(text)) {
                return constant;
            }
            names.add(name(constant));
        }
        throw input.unexpected("one of " + String.join(", ", names));
    }

    /** An enum's constant in camel case: GREATER_OR_EQUAL is greaterOrEqual. */
    static String name(Enum<?> constant) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : constant.name().toLowerCase(Locale.ROOT).toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return name.toString();
    }

    /** The name of an object's one member, which says what the object is. */
    static String onlyMember(JsonInput input, Set<String> names) {
        input.object(names);
        if (input.names().size() != 1) {
            throw input.unexpected("exactly one member of "
                    + String.join(", ", names.stream().sorted().toList()));
        }
        return input.names().iterator().next();
    }
}
