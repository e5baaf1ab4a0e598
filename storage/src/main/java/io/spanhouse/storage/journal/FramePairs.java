package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.Limits;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueCursor;
import io.spanhouse.storage.model.ValueType;

/**
 * The pair table of a frame: keys, then type and length of each value in one number, then the bytes of all values. Types
 * of one length say no length. Nested values are walked once while reading, so that nobody behind has to distrust them.
 */
final class FramePairs {
    static final int TYPE_BITS = 4;

    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;
    private static final ValueType[] TYPES = ValueType.values();

    private FramePairs() {}

    /** Bytes of every value of a type, -1 if they differ. */
    static int fixedLength(ValueType type) {
        return switch (type) {
            case ABSENT, EMPTY -> 0;
            case BOOL -> 1;
            case INT, DOUBLE -> 8;
            case STRING, BYTES, ARRAY, KVLIST -> -1;
        };
    }

    /** Reads the table into a fresh builder and returns the number of pairs. */
    static int read(FrameInput in, int strings, SpanBatchBuilder builder, LongValues longValues) {
        int count = in.count(2, "pairs");
        int[] keys = in.varintsBelow(count, strings, "key");
        ValueType[] types = new ValueType[count];
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            long shape = in.varlong();
            int code = (int) shape & TYPE_MASK;
            if (code >= TYPES.length || shape >>> TYPE_BITS > in.remaining()) {
                throw in.damaged("type is " + code + " and length " + (shape >>> TYPE_BITS) + ", expected a type below "
                        + TYPES.length + " and at most " + in.remaining() + " bytes");
            }
            types[i] = TYPES[code];
            int fixed = fixedLength(types[i]);
            lengths[i] = fixed >= 0 ? fixed : (int) (shape >>> TYPE_BITS);
            if (fixed >= 0 && shape >>> TYPE_BITS != 0) {
                throw in.damaged("value of type " + types[i] + " has a length of its own");
            }
        }
        ByteSlice value = new ByteSlice();
        for (int i = 0; i < count; i++) {
            longValues.note(i, in.position(), lengths[i]);
            in.slice(lengths[i], value);
            check(in, types[i], value, 1);
            builder.appendPair(keys[i], types[i], value.array, value.offset, value.length);
        }
        return count;
    }

    private static void check(FrameInput in, ValueType type, ByteSlice value, int depth) {
        if (type == ValueType.BOOL && (value.array[value.offset] & 0xFF) > 1) {
            throw in.damaged("boolean is " + value.array[value.offset] + ", expected 0 or 1");
        }
        if (type != ValueType.ARRAY && type != ValueType.KVLIST) {
            return;
        }
        if (depth > Limits.VALUE_DEPTH_CEILING) {
            throw in.damaged("value is nested deeper than " + Limits.VALUE_DEPTH_CEILING);
        }
        ValueCursor cursor = new ValueCursor(type, value);
        while (cursor.next()) {
            check(in, cursor.type(), cursor.payload(), depth + 1);
        }
    }
}
