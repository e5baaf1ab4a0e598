package io.spanhouse.ingest.zipkin;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Attributes that an exporter has written as a JSON object into the text of an annotation or a link. Text that is no such
 * object is no error: it was never more than text then.
 */
final class JsonAttributes {
    /** As deep as values are kept; deeper text stays text. */
    private static final int NESTING_MAX = 128;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonAttributes() {}

    /** The attributes of an object; null if the text is not one. */
    static @Nullable List<KeyValue> parse(String text) {
        if (!text.startsWith("{")) {
            return null;
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            List<KeyValue> attributes = members(parser);
            return parser.nextToken() == null ? attributes : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static List<KeyValue> members(JsonParser parser) {
        List<KeyValue> members = new ArrayList<>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            members.add(
                    KeyValue.newBuilder().setKey(key).setValue(value(parser)).build());
        }
        return members;
    }

    private static AnyValue value(JsonParser parser) {
        AnyValue.Builder value = AnyValue.newBuilder();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            value.setKvlistValue(KeyValueList.newBuilder().addAllValues(members(parser)));
        } else if (token == JsonToken.START_ARRAY) {
            ArrayValue.Builder array = ArrayValue.newBuilder();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.addValues(value(parser));
            }
            value.setArrayValue(array);
        } else if (token == JsonToken.VALUE_STRING) {
            value.setStringValue(parser.getString());
        } else if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            value.setBoolValue(token == JsonToken.VALUE_TRUE);
        } else if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            value.setIntValue(parser.getLongValue());
        } else if (token.isNumeric()) {
            value.setDoubleValue(parser.getDoubleValue());
        }
        return value.build();
    }
}
