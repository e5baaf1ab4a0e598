package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads what {@link FrameOutput} wrote, and survives anything else: every read is checked against the end, every count
 * against the bytes that are left before anything is allocated for it. Not thread-safe.
 */
final class FrameInput {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int TOP_INT_BYTE_MAX = 0x0F;

    private final byte[] array;
    private final int start;
    private final int end;
    private int position;

    FrameInput(ByteSlice bytes) {
        array = bytes.array;
        start = bytes.offset;
        end = bytes.offset + bytes.length;
        position = start;
    }

    int remaining() {
        return end - position;
    }

    /** Bytes read so far. */
    int position() {
        return position - start;
    }

    int octet() {
        if (position == end) {
            throw damaged("the bytes end, expected one more");
        }
        return array[position++] & 0xFF;
    }

    /** An unsigned 32-bit number of any size. */
    int varint() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = octet();
            if (shift == 28 && next > TOP_INT_BYTE_MAX) {
                throw damaged("number has more than 32 bits");
            }
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    /** A number of 0 to {@code limit - 1}. */
    int varintBelow(int limit, String what) {
        int value = varint();
        if (value < 0 || value >= limit) {
            throw damaged(what + " is " + Integer.toUnsignedString(value) + ", expected less than " + limit);
        }
        return value;
    }

    /** A count of things that take at least {@code bytesEach} of the bytes left. */
    int count(int bytesEach, String what) {
        int value = varint();
        if (value < 0 || (long) value * bytesEach > remaining()) {
            throw damaged("count of " + what + " is " + Integer.toUnsignedString(value) + ", but only " + remaining()
                    + " bytes are left");
        }
        return value;
    }

    /** An unsigned 64-bit number. */
    long varlong() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = octet();
            if (shift == 63 && next > 1) {
                throw damaged("number has more than 64 bits");
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    long zigzag() {
        long value = varlong();
        return value >>> 1 ^ -(value & 1);
    }

    long fixedLong() {
        if (remaining() < Long.BYTES) {
            throw damaged(remaining() + " bytes are left, expected " + Long.BYTES);
        }
        long value = (long) LONG.get(array, position);
        position += Long.BYTES;
        return value;
    }

    /** Points {@code into} at the next {@code length} bytes. */
    void slice(int length, ByteSlice into) {
        if (length < 0 || length > remaining()) {
            throw damaged(
                    "length is " + Integer.toUnsignedString(length) + ", but only " + remaining() + " bytes are left");
        }
        into.set(array, position, length);
        position += length;
    }

    /** {@code count} numbers below {@code limit}; the caller has checked the count against the bytes left. */
    int[] varintsBelow(int count, int limit, String what) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = varintBelow(limit, what);
        }
        return values;
    }

    /** A column of {@code count} numbers of any size; the caller has bounded the count by bytes that were read. */
    int[] column(int count, String what) {
        int[] values = new int[count];
        int mode = octet();
        if (mode == FrameOutput.PLAIN) {
            for (int i = 0; i < count; i++) {
                values[i] = varint();
            }
        } else if (mode == FrameOutput.RUNS) {
            runs(values, what);
        } else {
            throw damaged("mode of column " + what + " is " + mode + ", expected 0 or 1");
        }
        return values;
    }

    /** A column of numbers below {@code limit}. */
    int[] columnBelow(int count, int limit, String what) {
        int[] values = column(count, what);
        for (int value : values) {
            if (value < 0 || value >= limit) {
                throw damaged(what + " is " + Integer.toUnsignedString(value) + ", expected less than " + limit);
            }
        }
        return values;
    }

    /** A column of counts; their sum is at most the bytes that are left, as each thing counted takes one. */
    int[] counts(int count, String what) {
        int[] values = column(count, what);
        long sum = 0;
        for (int value : values) {
            sum += Integer.toUnsignedLong(value);
        }
        if (sum > remaining()) {
            throw damaged("sum of column " + what + " is " + sum + ", but only " + remaining() + " bytes are left");
        }
        return values;
    }

    void expectEnd() {
        if (position != end) {
            throw damaged(remaining() + " bytes are left over");
        }
    }

    StoreException damaged(String found) {
        return new StoreException(
                FailureKind.CORRUPT,
                "frame is damaged at byte " + (position - start) + " of " + (end - start) + ": " + found);
    }

    private void runs(int[] values, String what) {
        int filled = 0;
        while (filled < values.length) {
            int value = varint();
            int length = varint();
            if (length <= 0 || length > values.length - filled) {
                throw damaged("run of column " + what + " is " + Integer.toUnsignedString(length)
                        + " long, expected 1 to " + (values.length - filled));
            }
            Arrays.fill(values, filled, filled + length, value);
            filled += length;
        }
    }
}
