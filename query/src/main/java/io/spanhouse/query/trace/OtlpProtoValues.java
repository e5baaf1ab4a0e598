package io.spanhouse.query.trace;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes attribute values as protobuf writes an AnyValue, backwards. Containers are walked forwards first to find where their
 * elements lie. Recursion is bounded by the depth that values may have.
 */
final class OtlpProtoValues {
    private final BackwardBuffer out;
    private final ByteSlice key = new ByteSlice();

    OtlpProtoValues(BackwardBuffer out) {
        this.out = out;
    }

    /** Writes one value, which is not ABSENT, as a message field. */
    void write(int field, ValueType type, ByteSlice value) {
        int mark = out.size();
        switch (type) {
            case ABSENT:
            case EMPTY:
                break;
            case STRING:
                out.bytes(AnyValue.STRING_VALUE_FIELD_NUMBER, value);
                break;
            case BOOL:
                out.number(AnyValue.BOOL_VALUE_FIELD_NUMBER, value.array[value.offset]);
                break;
            case INT:
                out.number(AnyValue.INT_VALUE_FIELD_NUMBER, ValueBytes.getInt(value.array, value.offset));
                break;
            case DOUBLE:
                out.fixed64(AnyValue.DOUBLE_VALUE_FIELD_NUMBER, ValueBytes.getDoubleBits(value.array, value.offset));
                break;
            case BYTES:
                out.bytes(AnyValue.BYTES_VALUE_FIELD_NUMBER, value);
                break;
            case ARRAY:
                writeArray(value);
                break;
            case KVLIST:
                writeList(value);
                break;
        }
        out.message(field, mark);
    }

    private void writeArray(ByteSlice value) {
        int mark = out.size();
        List<Element> elements = elements(ValueType.ARRAY, value);
        for (int i = elements.size() - 1; i >= 0; i--) {
            Element element = elements.get(i);
            write(ArrayValue.VALUES_FIELD_NUMBER, element.type(), element.payload(value));
        }
        out.message(AnyValue.ARRAY_VALUE_FIELD_NUMBER, mark);
    }

    private void writeList(ByteSlice value) {
        int mark = out.size();
        List<Element> elements = elements(ValueType.KVLIST, value);
        for (int i = elements.size() - 1; i >= 0; i--) {
            Element element = elements.get(i);
            int pairMark = out.size();
            if (element.type() != ValueType.ABSENT) {
                write(KeyValue.VALUE_FIELD_NUMBER, element.type(), element.payload(value));
            }
            if (element.keyLength() > 0) {
                out.bytes(KeyValue.KEY_FIELD_NUMBER, key.set(value.array, element.keyOffset(), element.keyLength()));
            }
            out.message(KeyValueList.VALUES_FIELD_NUMBER, pairMark);
        }
        out.message(AnyValue.KVLIST_VALUE_FIELD_NUMBER, mark);
    }

    private static List<Element> elements(ValueType container, ByteSlice value) {
        List<Element> elements = new ArrayList<>();
        ValueCursor cursor = new ValueCursor(container, value);
        while (cursor.next()) {
            elements.add(new Element(
                    cursor.type(),
                    cursor.key().offset,
                    cursor.key().length,
                    cursor.payload().offset,
                    cursor.payload().length));
        }
        return elements;
    }

    private record Element(ValueType type, int keyOffset, int keyLength, int offset, int length) {
        ByteSlice payload(ByteSlice container) {
            return new ByteSlice().set(container.array, offset, length);
        }
    }
}
