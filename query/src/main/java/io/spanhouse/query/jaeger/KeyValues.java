package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Json;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueText;
import io.spanhouse.storage.model.ValueType;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import tools.jackson.core.JsonGenerator;

/** Attributes as Jaeger's list of keys, types and values. Not thread-safe; one for each slice of spans. */
final class KeyValues {
    /** Whole numbers beyond this are not exact in a browser. */
    private static final long EXACT_MAX = 1L << 53;

    private final SpanRows rows;
    private final JsonGenerator json;
    private final boolean sorted;
    private final ByteSlice slice = new ByteSlice();

    KeyValues(SpanRows rows, JsonGenerator json, boolean sorted) {
        this.rows = rows;
        this.json = json;
        this.sorted = sorted;
    }

    /** Writes attributes, into an array that the caller has opened. */
    void attributes(int start, int end, IntUnaryOperator pairs) {
        for (int pair : pairs(start, end, pairs)) {
            attribute(pair);
        }
    }

    private List<Integer> pairs(int start, int end, IntUnaryOperator pairs) {
        List<Integer> all = IntStream.range(start, end).map(pairs).boxed().toList();
        return sorted ? all.stream().sorted(Comparator.comparing(this::key)).toList() : all;
    }

    private String key(int pair) {
        return rows.strings().text(rows.pairs().key(pair));
    }

    /** Writes a text under a key. */
    void text(String key, String text) {
        start(key, "string");
        json.writeString(text);
        json.writeEndObject();
    }

    /** Writes true under a key. */
    void truth(String key) {
        start(key, "bool");
        json.writeBoolean(true);
        json.writeEndObject();
    }

    private void start(String key, String type) {
        json.writeStartObject();
        json.writeStringProperty("key", key);
        json.writeStringProperty("type", type);
        json.writeName("value");
    }

    private void attribute(int pair) {
        ValueType type = ValueType.ofCode(rows.pairs().type(pair));
        String key = key(pair);
        rows.pairs().value(pair, slice);
        switch (type) {
            case ABSENT, EMPTY -> text(key, "");
            case STRING -> text(key, slice.utf8());
            case ARRAY, KVLIST -> text(key, String.valueOf(ValueText.of(type, slice)));
            case BOOL -> {
                start(key, "bool");
                json.writeBoolean(ValueBytes.getBool(slice.array, slice.offset));
                json.writeEndObject();
            }
            case INT -> {
                start(key, "int64");
                whole(ValueBytes.getInt(slice.array, slice.offset));
                json.writeEndObject();
            }
            case DOUBLE -> {
                start(key, "float64");
                decimal(ValueBytes.getDouble(slice.array, slice.offset), json);
                json.writeEndObject();
            }
            case BYTES -> {
                start(key, "binary");
                json.writeBinary(slice.array, slice.offset, slice.length);
                json.writeEndObject();
            }
        }
    }

    private void whole(long value) {
        if (value > EXACT_MAX || value < -EXACT_MAX) {
            json.writeString(Long.toString(value));
        } else {
            json.writeNumber(value);
        }
    }

    private static void decimal(double value, JsonGenerator json) {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Double.toString(value));
        }
    }

    /** A resource as a process, in JSON. */
    String process(int resource) {
        ResourceTable resources = rows.resources();
        return Json.text(inner -> {
            String service = TraceJson.NO_SERVICE;
            KeyValues tags = new KeyValues(rows, inner, sorted);
            List<Integer> pairs =
                    pairs(resources.attributeStart(resource), resources.attributeEnd(resource), resources::attribute);
            inner.writeStartObject();
            for (int pair : pairs) {
                if (isService(pair)) {
                    rows.pairs().value(pair, slice);
                    service = slice.utf8();
                }
            }
            inner.writeStringProperty("serviceName", service);
            inner.writeArrayPropertyStart("tags");
            for (int pair : pairs) {
                if (!isService(pair)) {
                    tags.attribute(pair);
                }
            }
            inner.writeEndArray();
            inner.writeEndObject();
        });
    }

    private boolean isService(int pair) {
        return rows.pairs().type(pair) == ValueType.STRING.code() && key(pair).equals("service.name");
    }

    /** Whether a link says of itself that it is to a parent. */
    boolean isChildOf(int link) {
        for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
            int pair = rows.linkAttribute(i);
            if (rows.pairs().type(pair) == ValueType.STRING.code() && key(pair).equals("opentracing.ref_type")) {
                rows.pairs().value(pair, slice);
                return slice.utf8().equals("child_of");
            }
        }
        return false;
    }
}
