package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The growing bytes of a frame. A varint is little-endian base 128, seven bits a byte, the top bit set on all but the
 * last; whole columns are written with one check for room, so that a small number costs about a nanosecond. Not
 * thread-safe.
 */
final class FrameOutput {
    static final int PLAIN = 0;
    static final int RUNS = 1;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** What an array can have. */
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8;

    private static final int INT_BYTES_MAX = 5;
    private static final int LONG_BYTES_MAX = 10;

    private byte[] array;
    private int size;

    FrameOutput(long capacity) {
        array = new byte[(int) Math.max(64, Math.min(capacity, BYTES_MAX))];
    }

    /** The bytes so far; they share the array with this output. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(array, 0, size);
    }

    /** Number of bytes so far. */
    int size() {
        return size;
    }

    void octet(int value) {
        ensure(1);
        array[size++] = (byte) value;
    }

    /** An unsigned 32-bit number. */
    void varint(int value) {
        ensure(INT_BYTES_MAX);
        size = put(array, size, value);
    }

    /** An unsigned 64-bit number. */
    void varlong(long value) {
        ensure(LONG_BYTES_MAX);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    /** A signed 64-bit number, small for numbers near 0 on either side. */
    void zigzag(long value) {
        varlong(value << 1 ^ value >> 63);
    }

    void fixedLong(long value) {
        ensure(Long.BYTES);
        LONG.set(array, size, value);
        size += Long.BYTES;
    }

    void slice(ByteSlice slice) {
        ensure(slice.length);
        System.arraycopy(slice.array, slice.offset, array, size, slice.length);
        size += slice.length;
    }

    /** The first {@code count} values as varints, without saying how many. */
    void varints(int[] values, int count) {
        ensure((long) count * INT_BYTES_MAX);
        byte[] target = array;
        int position = size;
        for (int i = 0; i < count; i++) {
            position = put(target, position, values[i]);
        }
        size = position;
    }

    /** The first {@code count} values, as runs of equal ones where that is at most half as many numbers. */
    void column(int[] values, int count) {
        int runs = count == 0 ? 0 : 1;
        for (int i = 1; i < count; i++) {
            runs += values[i] == values[i - 1] ? 0 : 1;
        }
        if (runs * 4L > count) {
            octet(PLAIN);
            varints(values, count);
            return;
        }
        octet(RUNS);
        int start = 0;
        while (start < count) {
            int end = start + 1;
            while (end < count && values[end] == values[start]) {
                end++;
            }
            varint(values[start]);
            varint(end - start);
            start = end;
        }
    }

    private static int put(byte[] target, int start, int value) {
        int position = start;
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            target[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[position++] = (byte) rest;
        return position;
    }

    private void ensure(long more) {
        if (array.length - size < more) {
            long wanted = Math.max(array.length * 2L, size + more);
            if (size + more > BYTES_MAX) {
                throw new IllegalArgumentException(
                        "frame would have over " + (size + more) + " bytes, expected at most " + BYTES_MAX);
            }
            array = Arrays.copyOf(array, (int) Math.min(wanted, BYTES_MAX));
        }
    }
}
