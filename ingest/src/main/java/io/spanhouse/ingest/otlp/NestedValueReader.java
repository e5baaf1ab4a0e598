package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.Limits;
import io.spanhouse.storage.model.ValueType;

/**
 * Turns the elements of one {@code ArrayValue} or {@code KeyValueList} from protobuf into the store's form of nested
 * values, in one pass. Repeated occurrences of a field count as protobuf says: the last case of a value wins, and two
 * lists of the same case in a row are one.
 *
 * <p>Calls itself for each level down to {@link Limits#valueDepthMax()}; what lies deeper is stepped over without being
 * looked at and becomes empty. A value that outgrows {@link Limits#valueBytesMax()} ends there. Not thread-safe.
 */
final class NestedValueReader {
    private static final int VALUES = 1 << 3 | WireReader.BYTES;
    /** The bytes written so far. */
    final BoundedValue value;

    private final WireReader in;
    private final CleanText text;
    private final int depthMax;

    /** What each open element is so far, by depth: its case, where it starts, what closes it. */
    private final ValueType[] types;

    private final int[] starts;
    private final int[] closes;

    NestedValueReader(WireReader in, CleanText text, Limits limits) {
        this.in = in;
        this.text = text;
        this.depthMax = limits.valueDepthMax();
        this.value = new BoundedValue(limits.valueBytesMax());
        this.types = new ValueType[depthMax + 1];
        this.starts = new int[depthMax + 1];
        this.closes = new int[depthMax + 1];
    }

    /** Appends the elements of an {@code ArrayValue}, whose length is next; they have this depth. */
    void array(int depth) throws MalformedRequestException {
        int outer = in.enter();
        while (in.more()) {
            int tag = in.tag();
            if (tag == VALUES) {
                int list = in.enter();
                element(depth);
                in.leave(list);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
    }

    /** Appends the entries of a {@code KeyValueList}, whose length is next; their values have this depth. */
    void list(int depth) throws MalformedRequestException {
        int outer = in.enter();
        while (in.more()) {
            int tag = in.tag();
            if (tag == VALUES) {
                int list = in.enter();
                entry(depth);
                in.leave(list);
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private void element(int depth) throws MalformedRequestException {
        if (!value.hasRoom()) {
            in.position = in.limit;
        } else if (depth > depthMax) {
            value.cutDepth(in.more());
            in.position = in.limit;
        } else {
            begin(depth);
            merge(depth);
            end(depth);
        }
    }

    /**
     * One {@code KeyValue}. It is stepped over once to find the key and whether there is a value, because the key is
     * written first and may come last.
     */
    private void entry(int depth) throws MalformedRequestException {
        int from = in.position;
        int key = from;
        int keyLength = 0;
        boolean hasValue = false;
        boolean valueIsEmpty = true;
        while (in.more()) {
            int tag = in.tag();
            if (tag == KeyValueFields.KEY) {
                keyLength = in.length();
                key = in.position;
                in.position += keyLength;
            } else if (tag == KeyValueFields.VALUE) {
                int length = in.length();
                hasValue = true;
                valueIsEmpty &= length == 0;
                in.position += length;
            } else if (tag == KeyValueFields.KEY_STRINDEX) {
                value.repairs |= (int) in.varint() == 0 ? 0 : SpanRepair.STRINDEX.bit();
            } else {
                in.skip(tag);
            }
        }
        if (!value.hasRoom() || !writeKey(key, keyLength)) {
            return;
        }
        if (!hasValue) {
            value.writer.nothing(ValueType.ABSENT);
        } else if (depth > depthMax) {
            value.cutDepth(!valueIsEmpty);
        } else {
            begin(depth);
            in.position = from;
            mergeValues(depth);
            end(depth);
        }
    }

    private void mergeValues(int depth) throws MalformedRequestException {
        while (in.more()) {
            int tag = in.tag();
            if (tag == KeyValueFields.VALUE) {
                int outer = in.enter();
                merge(depth);
                in.leave(outer);
            } else {
                in.skip(tag);
            }
        }
    }

    /** Writes a key; false if it does not fit whole, which ends the value. */
    private boolean writeKey(int key, int keyLength) {
        if (value.noteText(text.clean(in.bytes, key, keyLength, value.keyRoom()))) {
            return false;
        }
        value.writer.key(text.array, text.offset, text.length);
        return true;
    }

    private void begin(int depth) {
        types[depth] = ValueType.EMPTY;
        starts[depth] = value.writer.size();
    }

    private void end(int depth) {
        ValueType type = types[depth];
        if (type == ValueType.EMPTY) {
            value.writer.nothing(type);
        } else if (type == ValueType.ARRAY || type == ValueType.KVLIST) {
            value.writer.close(closes[depth]);
        }
    }

    /** Reads fields of an {@code AnyValue} up to the limit into the element that is open at this depth. */
    private void merge(int depth) throws MalformedRequestException {
        while (in.more()) {
            int tag = in.tag();
            switch (tag) {
                case AnyValueFields.STRING:
                    writeText(depth);
                    break;
                case AnyValueFields.BOOL:
                    boolean bool = in.varint() != 0;
                    become(depth, ValueType.BOOL);
                    value.writer.bool(bool);
                    break;
                case AnyValueFields.INT:
                    long integer = in.varint();
                    become(depth, ValueType.INT);
                    value.writer.integer(integer);
                    break;
                case AnyValueFields.DOUBLE:
                    long bits = in.fixed64();
                    become(depth, ValueType.DOUBLE);
                    value.writer.doubleBits(bits);
                    break;
                case AnyValueFields.ARRAY:
                    open(depth, ValueType.ARRAY);
                    array(depth + 1);
                    break;
                case AnyValueFields.KVLIST:
                    open(depth, ValueType.KVLIST);
                    list(depth + 1);
                    break;
                case AnyValueFields.BYTES:
                    writeBytes(depth);
                    break;
                case AnyValueFields.STRINDEX:
                    in.varint();
                    value.repairs |= SpanRepair.STRINDEX.bit();
                    become(depth, ValueType.EMPTY);
                    break;
                default:
                    in.skip(tag);
            }
        }
    }

    private void writeText(int depth) throws MalformedRequestException {
        int length = in.length();
        become(depth, ValueType.STRING);
        value.noteText(text.clean(in.bytes, in.position, length, value.textRoom()));
        value.writer.bytes(ValueType.STRING, text.array, text.offset, text.length);
        in.position += length;
    }

    private void writeBytes(int depth) throws MalformedRequestException {
        int length = in.length();
        become(depth, ValueType.BYTES);
        value.bytes(in.bytes, in.position, length);
        in.position += length;
    }

    /** Makes the element one of another case, or of the same without what it held. */
    private void become(int depth, ValueType type) {
        value.writer.truncate(starts[depth]);
        types[depth] = type;
    }

    private void open(int depth, ValueType container) {
        if (types[depth] != container) {
            become(depth, container);
            closes[depth] = value.writer.open(container);
        }
    }
}
