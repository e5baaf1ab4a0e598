package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.util.Arrays;

/**
 * Reads {@code KeyValue} messages of protobuf into pair codes of the batch. A message whose bytes were seen before in
 * this request gets its code without being parsed; so pairs need no interning of their own when they are appended. Two
 * spellings of one pair get two codes, which the table allows. Not thread-safe.
 */
final class PairReader {
    private static final int[] NOTHING = new int[0];

    private final WireReader in;
    private final SpanIntake intake;
    private final NestedValueReader nested;
    private final RawBytesCache known = new RawBytesCache();
    /** Repairs by pair code, where there are any. */
    private int[] repairsByCode = NOTHING;

    private final byte[] number = new byte[ValueBytes.NUMBER_BYTES];
    private final ByteSlice value = new ByteSlice();
    private ValueType type = ValueType.ABSENT;
    private int key;
    private int keyLength;
    private int repairs;

    PairReader(WireReader in, SpanIntake intake) {
        this.in = in;
        this.intake = intake;
        this.nested = new NestedValueReader(in, intake.text, intake.limits);
    }

    /** Reads a {@code KeyValue}, whose length is next; gives its pair code. Adds what it took to the intake's repairs. */
    int read() throws MalformedRequestException {
        int length = in.length();
        int from = in.position;
        int code = known.find(in.bytes, from, length);
        if (code < 0) {
            int outer = in.limit;
            in.limit = from + length;
            parse();
            in.limit = outer;
            code = append();
            known.put(code);
        } else {
            in.position = from + length;
        }
        if (code < repairsByCode.length) {
            intake.repairs |= repairsByCode[code];
        }
        return code;
    }

    /** Reads a {@code KeyValue}, whose length is next, only to see that it is one. */
    void check() throws MalformedRequestException {
        int outer = in.enter();
        parse();
        in.leave(outer);
    }

    /** Forgets the request. */
    void close() {
        known.clear();
        repairsByCode = NOTHING;
        value.set(number);
        nested.value.close();
    }

    private void parse() throws MalformedRequestException {
        become(ValueType.ABSENT);
        key = in.position;
        keyLength = 0;
        repairs = 0;
        while (in.more()) {
            int tag = in.tag();
            switch (tag) {
                case KeyValueFields.KEY:
                    keyLength = in.length();
                    key = in.position;
                    in.position += keyLength;
                    break;
                case KeyValueFields.VALUE:
                    int outer = in.enter();
                    mergeValue();
                    in.leave(outer);
                    break;
                case KeyValueFields.KEY_STRINDEX:
                    repairs |= (int) in.varint() == 0 ? 0 : SpanRepair.STRINDEX.bit();
                    break;
                default:
                    in.skip(tag);
            }
        }
    }

    private void mergeValue() throws MalformedRequestException {
        if (type == ValueType.ABSENT) {
            become(ValueType.EMPTY);
        }
        while (in.more()) {
            int tag = in.tag();
            switch (tag) {
                case AnyValueFields.STRING:
                    bytes(ValueType.STRING);
                    break;
                case AnyValueFields.BOOL:
                    number[0] = (byte) (in.varint() != 0 ? 1 : 0);
                    become(ValueType.BOOL);
                    value.set(number, 0, 1);
                    break;
                case AnyValueFields.INT:
                    ValueBytes.putInt(number, 0, in.varint());
                    become(ValueType.INT);
                    value.set(number);
                    break;
                case AnyValueFields.DOUBLE:
                    ValueBytes.putDoubleBits(number, 0, in.fixed64());
                    become(ValueType.DOUBLE);
                    value.set(number);
                    break;
                case AnyValueFields.ARRAY:
                    open(ValueType.ARRAY);
                    nested.array(2);
                    break;
                case AnyValueFields.KVLIST:
                    open(ValueType.KVLIST);
                    nested.list(2);
                    break;
                case AnyValueFields.BYTES:
                    bytes(ValueType.BYTES);
                    break;
                case AnyValueFields.STRINDEX:
                    in.varint();
                    repairs |= SpanRepair.STRINDEX.bit();
                    become(ValueType.EMPTY);
                    break;
                default:
                    in.skip(tag);
            }
        }
    }

    private void bytes(ValueType as) throws MalformedRequestException {
        int length = in.length();
        become(as);
        value.set(in.bytes, in.position, length);
        in.position += length;
    }

    private void become(ValueType as) {
        type = as;
        value.length = 0;
    }

    private void open(ValueType container) {
        if (type != container) {
            become(container);
            nested.value.reset();
        }
    }

    private int append() {
        int keyRepairs = intake.text.clean(in.bytes, key, keyLength, intake.limits.valueBytesMax());
        int keyCode = intake.builder.string(intake.text.array, intake.text.offset, intake.text.length);
        repairs |= keyRepairs;
        finishValue();
        int code = intake.builder.appendPair(keyCode, type, value.array, value.offset, value.length);
        if (repairs != 0) {
            if (code >= repairsByCode.length) {
                repairsByCode = Arrays.copyOf(repairsByCode, Math.max(64, code * 2));
            }
            repairsByCode[code] = repairs;
        }
        return code;
    }

    private void finishValue() {
        int bytesMax = intake.limits.valueBytesMax();
        if (type == ValueType.STRING) {
            repairs |= intake.text.clean(value.array, value.offset, value.length, bytesMax);
            value.set(intake.text.array, intake.text.offset, intake.text.length);
        } else if (type == ValueType.BYTES && value.length > bytesMax) {
            repairs |= SpanRepair.ATTR_BYTES.bit();
            value.length = bytesMax;
        } else if (type == ValueType.ARRAY || type == ValueType.KVLIST) {
            repairs |= nested.value.repairs;
            value.set(nested.value.writer.buffer(), 0, nested.value.writer.size());
        }
    }
}
