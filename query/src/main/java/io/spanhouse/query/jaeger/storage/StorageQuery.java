package io.spanhouse.query.jaeger.storage;

import io.spanhouse.proto.jaeger.storage.AnyValue;
import io.spanhouse.proto.jaeger.storage.KeyValue;
import io.spanhouse.proto.jaeger.storage.TraceQueryParameters;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.jaeger.Messages;
import io.spanhouse.query.jaeger.TraceQuery;
import io.spanhouse.query.jaeger.expression.FilterTranslation;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueText;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.model.ValueWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a search of the remote storage asks for. */
final class StorageQuery {
    /** Bytes before the payload of a container's element: type and length. */
    private static final int HEAD_BYTES = 5;

    private StorageQuery() {}

    /**
     * Reads a query.
     *
     * @param given whether the message has one
     */
    static TraceQuery read(boolean given, TraceQueryParameters message) {
        if (!given) {
            throw HttpFailure.badRequest("the message has no query, expected one");
        }
        TraceQuery query = new TraceQuery()
                .service(message.getServiceName())
                .operation(message.getOperationName())
                .starts(
                        Messages.given("start_time_min", message.hasStartTimeMin(), message.getStartTimeMin()),
                        Messages.given("start_time_max", message.hasStartTimeMax(), message.getStartTimeMax()))
                .durations(
                        Messages.nanos("duration_min", message.getDurationMin()),
                        Messages.nanos("duration_max", message.getDurationMax()))
                .depth(message.getSearchDepth(), "search_depth");
        for (KeyValue attribute : message.getAttributesList()) {
            query.tag(attribute.getKey(), text(attribute));
        }
        if (message.hasFilter()) {
            query.filter(FilterTranslation.condition(message.getFilter(), "filter"));
        }
        return query;
    }

    /** Values compare as texts, whatever their types. */
    private static String text(KeyValue attribute) {
        AnyValue value = attribute.getValue();
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> ValueText.decimal(value.getDoubleValue());
            case BYTES_VALUE, ARRAY_VALUE, KVLIST_VALUE -> container(value);
            case VALUE_NOT_SET ->
                throw HttpFailure.badRequest("the attribute '" + attribute.getKey() + "' has no value, expected one");
        };
    }

    /** Written as the store holds it, so that both become text the same way. */
    private static String container(AnyValue value) {
        ValueWriter writer = new ValueWriter();
        write(value, writer);
        ValueType type = ValueType.ofCode(writer.buffer()[0]);
        ByteSlice slice = new ByteSlice().set(Arrays.copyOfRange(writer.buffer(), HEAD_BYTES, writer.size()));
        return String.valueOf(ValueText.of(type, slice));
    }

    private static void write(AnyValue value, ValueWriter writer) {
        switch (value.getValueCase()) {
            case STRING_VALUE -> bytes(ValueType.STRING, utf8(value.getStringValue()), writer);
            case BYTES_VALUE -> bytes(ValueType.BYTES, value.getBytesValue().toByteArray(), writer);
            case BOOL_VALUE -> writer.bool(value.getBoolValue());
            case INT_VALUE -> writer.integer(value.getIntValue());
            case DOUBLE_VALUE -> writer.doubleBits(Double.doubleToRawLongBits(value.getDoubleValue()));
            case ARRAY_VALUE -> {
                int mark = writer.open(ValueType.ARRAY);
                for (AnyValue element : value.getArrayValue().getValuesList()) {
                    write(element, writer);
                }
                writer.close(mark);
            }
            case KVLIST_VALUE -> {
                int mark = writer.open(ValueType.KVLIST);
                for (KeyValue member : value.getKvlistValue().getValuesList()) {
                    byte[] key = utf8(member.getKey());
                    writer.key(key, 0, key.length);
                    write(member.getValue(), writer);
                }
                writer.close(mark);
            }
            case VALUE_NOT_SET -> writer.nothing(ValueType.EMPTY);
        }
    }

    private static void bytes(ValueType type, byte[] bytes, ValueWriter writer) {
        writer.bytes(type, bytes, 0, bytes.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
