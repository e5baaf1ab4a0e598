package io.spanhouse.query.testing;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Holds JSON against the schemas of an OpenAPI document; knows the words of JSON Schema that ours uses, and no other. */
public final class Schemas {
    private static final List<String> KNOWN = List.of(
            "$ref",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "enum",
            "const",
            "pattern",
            "oneOf",
            "description",
            "default",
            "minimum",
            "maximum",
            "format");

    private final JsonNode document;

    public Schemas(JsonNode document) {
        this.document = document;
    }

    /** What is wrong, one line each; empty if nothing is. */
    public List<String> complaints(JsonNode schema, JsonNode value) {
        List<String> complaints = new ArrayList<>();
        check(schema, value, "", complaints);
        return complaints;
    }

    private void check(JsonNode schema, JsonNode value, String where, List<String> out) {
        for (String word : schema.propertyNames()) {
            if (!KNOWN.contains(word)) {
                throw new AssertionError("the schema has the word " + word + ", which is not understood here");
            }
        }
        if (schema.has("$ref")) {
            check(document.at(schema.get("$ref").stringValue().substring(1)), value, where, out);
            return;
        }
        if (schema.has("oneOf")) {
            long fitting = 0;
            for (JsonNode choice : schema.get("oneOf")) {
                fitting += complaints(choice, value).isEmpty() ? 1 : 0;
            }
            if (fitting != 1) {
                out.add(where + " fits " + fitting + " of the choices: " + value);
            }
        }
        if (schema.has("type") && !hasType(schema.get("type"), value)) {
            out.add(where + " is " + value + ", expected " + schema.get("type"));
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            out.add(where + " is " + value + ", expected one of " + schema.get("enum"));
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            out.add(where + " is " + value + ", expected " + schema.get("const"));
        }
        if (schema.has("pattern")
                && value.isString()
                && !value.stringValue().matches(schema.get("pattern").stringValue())) {
            out.add(where + " is " + value + ", expected " + schema.get("pattern"));
        }
        members(schema, value, where, out);
        if (schema.has("items") && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), where + "/" + i, out);
            }
        }
    }

    private void members(JsonNode schema, JsonNode value, String where, List<String> out) {
        if (!value.isObject()) {
            return;
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.stringValue())) {
                out.add(where + " lacks " + name);
            }
        }
        for (String name : value.propertyNames()) {
            JsonNode property = schema.path("properties").get(name);
            if (property != null) {
                check(property, value.get(name), where + "/" + name, out);
            } else if (schema.path("additionalProperties").isObject()) {
                check(schema.get("additionalProperties"), value.get(name), where + "/" + name, out);
            } else if (schema.has("additionalProperties")) {
                out.add(where + " has " + name + ", which is not described");
            }
        }
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        for (JsonNode element : array) {
            if (element.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (hasType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.stringValue()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("the schema has the type " + type);
        };
    }
}
