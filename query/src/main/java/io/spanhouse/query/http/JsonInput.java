package io.spanhouse.query.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A place in a JSON request that knows where it is, so that every complaint names its position as a JSON pointer, what was
 * found and what was expected. A member that is null counts as absent. Not thread-safe.
 */
public final class JsonInput {
    private final JsonNode node;
    private final String pointer;

    private JsonInput(JsonNode node, String pointer) {
        this.node = node;
        this.pointer = pointer;
    }

    /** The body of a request, which must be an object. */
    public static JsonInput body(byte[] body) {
        JsonInput root = new JsonInput(Json.read(body), "");
        if (!root.node.isObject()) {
            throw root.unexpected("an object");
        }
        return root;
    }

    /** Where this is, as a JSON pointer; empty for the whole body. */
    public String pointer() {
        return pointer;
    }

    /** Whether there is a value, and not null. */
    public boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isText() {
        return node.isString();
    }

    /** A member, perhaps absent. */
    public JsonInput member(String name) {
        JsonNode member = node.get(name);
        return new JsonInput(
                member == null ? MissingNode.getInstance() : member,
                pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    /** A member that must be there. */
    public JsonInput required(String name) {
        JsonInput member = member(name);
        if (!member.present()) {
            throw member.unexpected("a value");
        }
        return member;
    }

    /** Insists on an object with no other members than these. */
    public JsonInput object(Set<String> names) {
        if (!node.isObject()) {
            throw unexpected("an object");
        }
        for (String name : node.propertyNames()) {
            if (!names.contains(name)) {
                throw member(name).unexpected("only members of " + String.join(", ", names));
            }
        }
        return this;
    }

    /** The names of an object's members. */
    public Set<String> names() {
        return Set.copyOf(node.propertyNames());
    }

    /** A string. */
    public String text() {
        if (!node.isString()) {
            throw unexpected("a string");
        }
        return node.stringValue();
    }

    /** True or false. */
    public boolean truth() {
        if (!node.isBoolean()) {
            throw unexpected("true or false");
        }
        return node.booleanValue();
    }

    /** A number; not a string that looks like one. */
    public double number() {
        if (!node.isNumber()) {
            throw unexpected("a number");
        }
        return node.doubleValue();
    }

    /** A whole number of 64 bits, also one that is written with a fraction of zeros. */
    public long whole() {
        if (!node.isNumber()) {
            throw unexpected("a whole number");
        }
        try {
            return node.decimalValue().longValueExact();
        } catch (ArithmeticException e) {
            throw unexpected("a whole number of 64 bits");
        }
    }

    /** A whole number in a range. */
    public int whole(int least, int most) {
        long number = whole();
        if (number < least || number > most) {
            throw unexpected("a whole number from " + least + " to " + most);
        }
        return (int) number;
    }

    /** This part as JSON of its own, for whoever reads it later. */
    public byte[] bytes() {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The elements of an array. */
    public List<JsonInput> elements() {
        if (!node.isArray()) {
            throw unexpected("an array");
        }
        List<JsonInput> elements = new ArrayList<>();
        for (JsonNode element : node) {
            elements.add(new JsonInput(element, pointer + "/" + elements.size()));
        }
        return elements;
    }

    /** A complaint about this place. */
    public HttpFailure unexpected(String expected) {
        String where = pointer.isEmpty() ? "the body" : pointer;
        return HttpFailure.badRequestAt(pointer, where + " is " + found() + ", expected " + expected);
    }

    private String found() {
        if (node.isMissingNode()) {
            return "missing";
        }
        if (node.isObject() || node.isArray()) {
            return node.isObject() ? "an object" : "an array";
        }
        String text = node.toString();
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
