package io.spanhouse.ingest.scripts;

import io.spanhouse.ingest.otlp.MalformedRequestException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as maps, lists, texts, numbers and truths, for bodies of a few spans. Takes one object, a list of objects, or objects one
 * after the other, as lines are. Stateless.
 */
final class JsonTree {
    /** Deepest nesting. */
    static final int NESTING_MAX = 140;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(NESTING_MAX)
                    .build())
            .build();

    private JsonTree() {}

    /**
     * Reads the objects of a body.
     *
     * @throws MalformedRequestException if it is none of the forms
     */
    static void objects(byte[] array, int offset, int length, ObjectTaker into) throws MalformedRequestException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), array, offset, length)) {
            int count = 0;
            JsonToken token = parser.nextToken();
            boolean list = token == JsonToken.START_ARRAY;
            if (list) {
                token = parser.nextToken();
            }
            while (token != null && token != JsonToken.END_ARRAY) {
                if (token != JsonToken.START_OBJECT) {
                    throw new MalformedRequestException(
                            "element " + count + " of the body is " + token + ", expected an object");
                }
                into.take(count++, object(parser));
                token = parser.nextToken();
            }
            if (list && parser.nextToken() != null) {
                throw new MalformedRequestException("there is something behind the list");
            }
        } catch (JacksonException e) {
            throw new MalformedRequestException("the body is no JSON that is taken here: " + e.getOriginalMessage());
        }
    }

    /** Takes one object. */
    @FunctionalInterface
    interface ObjectTaker {
        void take(int number, Map<String, Object> object) throws MalformedRequestException;
    }

    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            put(value(parser), found -> members.put(name, found));
        }
        return members;
    }

    /** What is null counts as absent. */
    private static void put(@Nullable Object value, Consumer<Object> into) {
        if (value != null) {
            into.accept(value);
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        switch (parser.currentToken()) {
            case START_OBJECT:
                return object(parser);
            case START_ARRAY:
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    put(value(parser), elements::add);
                }
                return elements;
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_NUMBER_INT:
                BigInteger whole = parser.getBigIntegerValue();
                return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole.toString();
            case VALUE_NUMBER_FLOAT:
                return parser.getDoubleValue();
            case VALUE_NULL:
                return null;
            default:
                return parser.getString();
        }
    }
}
