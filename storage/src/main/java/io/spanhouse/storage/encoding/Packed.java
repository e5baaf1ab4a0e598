package io.spanhouse.storage.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Values of equal width one after the other, without gaps, bit 0 first. A value is one unaligned load, one shift and one
 * mask, so any can be read alone and a loop over all has no branch: under 1 ns a value.
 */
public final class Packed {
    /** Bytes behind the packed ones that a reader may load and ignore. */
    public static final int SLACK = 8;

    /** The widest value that one load gives at any bit offset; wider ones take 64 bits. */
    public static final int WIDTH_MAX = 57;

    /** So narrow values lie four to a load, wherever the first one starts. */
    private static final int WIDTH_OF_FOUR = 14;
    /** So narrow values lie two to a load. */
    private static final int WIDTH_OF_TWO = 28;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Packed() {}

    /** The width that holds values of so many bits. */
    public static int width(int bits) {
        return bits > WIDTH_MAX ? Long.SIZE : bits;
    }

    /** Bits that the numbers 0 to {@code most} need; {@code most} is unsigned. */
    public static int bits(long most) {
        return Long.SIZE - Long.numberOfLeadingZeros(most);
    }

    /** Bytes of so many values. */
    public static long bytes(long count, int width) {
        return (count * width + 7) >>> 3;
    }

    /** Appends values, each below 2^width. */
    public static void write(long[] values, int from, int to, int width, ByteWriter out) {
        int bytes = (int) bytes(to - from, width);
        out.ensure(bytes + SLACK);
        byte[] array = out.array();
        int position = out.size();
        out.advance(bytes);
        if (width == Long.SIZE) {
            for (int i = from; i < to; i++, position += Long.BYTES) {
                LONG.set(array, position, values[i]);
            }
            return;
        }
        long pending = 0;
        int filled = 0;
        for (int i = from; i < to; i++) {
            pending |= values[i] << filled;
            filled += width;
            if (filled >= Long.SIZE) {
                LONG.set(array, position, pending);
                position += Long.BYTES;
                filled -= Long.SIZE;
                pending = filled == 0 ? 0 : values[i] >>> width - filled;
            }
        }
        if (filled > 0) {
            LONG.set(array, position, pending);
        }
    }

    /** Appends values, each below 2^width. */
    public static void write(int[] values, int from, int to, int width, ByteWriter out) {
        int bytes = (int) bytes(to - from, width);
        out.ensure(bytes + SLACK);
        byte[] array = out.array();
        int position = out.size();
        out.advance(bytes);
        long pending = 0;
        int filled = 0;
        for (int i = from; i < to; i++) {
            long value = values[i] & 0xFFFF_FFFFL;
            pending |= value << filled;
            filled += width;
            if (filled >= Long.SIZE) {
                LONG.set(array, position, pending);
                position += Long.BYTES;
                filled -= Long.SIZE;
                pending = filled == 0 ? 0 : value >>> width - filled;
            }
        }
        if (filled > 0) {
            LONG.set(array, position, pending);
        }
    }

    /** One value. */
    public static long get(byte[] array, int offset, int width, int index) {
        if (width == 0) {
            return 0;
        }
        if (width == Long.SIZE) {
            return (long) LONG.get(array, offset + index * Long.BYTES);
        }
        long bit = (long) index * width;
        return (long) LONG.get(array, offset + (int) (bit >>> 3)) >>> (bit & 7) & (1L << width) - 1;
    }

    /** Reads values {@code [from, to)} and adds {@code base} to each. */
    public static void read(byte[] array, int offset, int width, int from, int to, long base, long[] into, int at) {
        int count = to - from;
        if (width == 0) {
            Arrays.fill(into, at, at + count, base);
            return;
        }
        if (width == Long.SIZE) {
            for (int i = 0; i < count; i++) {
                into[at + i] = base + (long) LONG.get(array, offset + (from + i) * Long.BYTES);
            }
            return;
        }
        long mask = (1L << width) - 1;
        long bit = (long) from * width;
        int i = 0;
        if (width <= WIDTH_OF_FOUR) {
            for (; i + 4 <= count; i += 4, bit += 4L * width) {
                long four = (long) LONG.get(array, offset + (int) (bit >>> 3)) >>> (bit & 7);
                into[at + i] = base + (four & mask);
                into[at + i + 1] = base + (four >>> width & mask);
                into[at + i + 2] = base + (four >>> 2 * width & mask);
                into[at + i + 3] = base + (four >>> 3 * width & mask);
            }
        } else if (width <= WIDTH_OF_TWO) {
            for (; i + 2 <= count; i += 2, bit += 2L * width) {
                long two = (long) LONG.get(array, offset + (int) (bit >>> 3)) >>> (bit & 7);
                into[at + i] = base + (two & mask);
                into[at + i + 1] = base + (two >>> width & mask);
            }
        }
        for (; i < count; i++, bit += width) {
            into[at + i] = base + ((long) LONG.get(array, offset + (int) (bit >>> 3)) >>> (bit & 7) & mask);
        }
    }

    /** Reads values {@code [from, to)} of at most 32 bits. */
    public static void read(byte[] array, int offset, int width, int from, int to, int[] into, int at) {
        int count = to - from;
        if (width == 0) {
            Arrays.fill(into, at, at + count, 0);
            return;
        }
        long mask = (1L << width) - 1;
        long bit = (long) from * width;
        int i = 0;
        if (width <= WIDTH_OF_FOUR) {
            for (; i + 4 <= count; i += 4, bit += 4L * width) {
                long four = (long) LONG.get(array, offset + (int) (bit >>> 3)) >>> (bit & 7);
                into[at + i] = (int) (four & mask);
                into[at + i + 1] = (int) (four >>> width & mask);
                into[at + i + 2] = (int) (four >>> 2 * width & mask);
                into[at + i + 3] = (int) (four >>> 3 * width & mask);
            }
        } else if (width <= WIDTH_OF_TWO) {
            for (; i + 2 <= count; i += 2, bit += 2L * width) {
                long two = (long) LONG.get(array, offset + (int) (bit >>> 3)) >>> (bit & 7);
                into[at + i] = (int) (two & mask);
                into[at + i + 1] = (int) (two >>> width & mask);
            }
        }
        for (; i < count; i++, bit += width) {
            into[at + i] = (int) ((long) LONG.get(array, offset + (int) (bit >>> 3)) >>> (bit & 7) & mask);
        }
    }
}
