package io.spanhouse.storage.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The distances of a frame's values to its base in four widths: two bits a value say which, and the values of a width lie
 * together. For numbers of many lengths, such as durations and offsets: one width for all of them is that of nearly the
 * longest, and a third of its bits are zeros. The bytes are in the package's description.
 *
 * <p>Costs some 3 ns a value to plan, write or read. Keeps scratch arrays; not thread-safe.
 */
final class WidthClasses {
    /** Number of widths. */
    static final int CLASSES = 4;

    private static final int CODES_PER_BYTE = 4;
    private static final int CODES_PER_LONG = 32;
    private static final long LOW_BITS = 0x5555_5555_5555_5555L;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int[] widths = new int[CLASSES];
    private final int[] classOfLength = new int[Packed.WIDTH_MAX + 1];
    /** The lengths that occur, ascending, and how many values have at most so many bits. */
    private final int[] present = new int[Packed.WIDTH_MAX + 1];

    private final int[] upTo = new int[Packed.WIDTH_MAX + 2];
    /** By number of classes and of lengths: least bits, and where the last class starts. */
    private final long[][] bits = new long[CLASSES + 1][Packed.WIDTH_MAX + 2];

    private final int[][] starts = new int[CLASSES + 1][Packed.WIDTH_MAX + 2];
    private final long[][] byClass = new long[CLASSES][NumberFrame.VALUES];
    private final int[] counts = new int[CLASSES];
    private final int[] codes = new int[NumberFrame.VALUES];

    /**
     * Chooses the four widths that cost least.
     *
     * @param lengths by number of bits, how many distances have so many
     * @param count how many there are
     * @return what they cost in bytes, {@link Long#MAX_VALUE} if a distance is too long
     */
    long plan(int[] lengths, int count) {
        for (int length = Packed.WIDTH_MAX + 1; length < lengths.length; length++) {
            if (lengths[length] > 0) {
                return Long.MAX_VALUE;
            }
        }
        int distinct = 0;
        for (int length = 0; length <= Packed.WIDTH_MAX; length++) {
            if (lengths[length] > 0) {
                present[distinct] = length;
                upTo[distinct + 1] = upTo[distinct] + lengths[length];
                distinct++;
            }
        }
        int classes = Math.min(CLASSES, distinct);
        divide(distinct, classes);
        choose(distinct, classes);
        return CLASSES + Packed.bytes(count, 2) + (bits[classes][distinct] + 7) / 8 + CLASSES - 1;
    }

    /** Finds the least bits of the first so many lengths in so many classes, for all of both. */
    private void divide(int distinct, int classes) {
        Arrays.fill(bits[0], 0, distinct + 1, Long.MAX_VALUE / 2);
        bits[0][0] = 0;
        for (int used = 1; used <= classes; used++) {
            bits[used][0] = Long.MAX_VALUE / 2;
            for (int end = 1; end <= distinct; end++) {
                long least = Long.MAX_VALUE;
                for (int start = used - 1; start < end; start++) {
                    long cost = bits[used - 1][start] + (long) (upTo[end] - upTo[start]) * present[end - 1];
                    if (cost < least) {
                        least = cost;
                        starts[used][end] = start;
                    }
                }
                bits[used][end] = least;
            }
        }
    }

    private void choose(int distinct, int classes) {
        Arrays.fill(widths, present[distinct - 1]);
        int end = distinct;
        for (int used = classes; used > 0; used--) {
            int start = starts[used][end];
            widths[used - 1] = present[end - 1];
            Arrays.fill(classOfLength, start == 0 ? 0 : present[start - 1] + 1, present[end - 1] + 1, used - 1);
            end = start;
        }
    }

    /** Appends the values {@code [from, to)} that the widths were chosen for. */
    void write(long[] values, int from, int to, long base, ByteWriter out) {
        Arrays.fill(counts, 0);
        for (int i = from; i < to; i++) {
            long distance = values[i] - base;
            int code = classOfLength[Packed.bits(distance)];
            codes[i - from] = code;
            byClass[code][counts[code]++] = distance;
        }
        for (int width : widths) {
            out.u8(width);
        }
        Packed.write(codes, 0, to - from, 2, out);
        for (int code = 0; code < CLASSES; code++) {
            Packed.write(byClass[code], 0, counts[code], widths[code], out);
        }
    }

    /** Reads values {@code [first, last)} of so many and leaves the reader behind all of them. */
    static void read(ByteReader in, int count, int first, int last, long base, long[] into, int at) {
        int[] width = new int[CLASSES];
        for (int code = 0; code < CLASSES; code++) {
            width[code] = in.u8();
            if (width[code] > Packed.WIDTH_MAX) {
                throw in.corrupt("width " + code + " of a frame is " + width[code] + ", expected 0 to 57");
            }
        }
        int codesAt = in.skip(Packed.bytes(count, 2));
        byte[] array = in.array();
        int[] all = count(array, codesAt, count);
        int[] before = count(array, codesAt, first);
        long[] bit = new long[CLASSES];
        long[] mask = new long[CLASSES];
        for (int code = 0; code < CLASSES; code++) {
            int valuesAt = in.skip(Packed.bytes(all[code], width[code]));
            bit[code] = 8L * valuesAt + (long) before[code] * width[code];
            mask[code] = (1L << width[code]) - 1;
        }
        for (int i = first; i < last; i++) {
            int code = array[codesAt + i / CODES_PER_BYTE] >>> 2 * (i % CODES_PER_BYTE) & 3;
            long position = bit[code];
            bit[code] = position + width[code];
            into[at + i - first] =
                    base + ((long) LONG.get(array, (int) (position >>> 3)) >>> (position & 7) & mask[code]);
        }
    }

    /** How many of the first so many codes are of each class. */
    private static int[] count(byte[] array, int codesAt, int count) {
        int[] counts = new int[CLASSES];
        for (int i = 0; i < count; i += CODES_PER_LONG) {
            long some = (long) LONG.get(array, codesAt + i / CODES_PER_BYTE);
            int left = count - i;
            // What lies behind the last code is made class 0, which is what is left.
            some = left >= CODES_PER_LONG ? some : some & (1L << 2 * left) - 1;
            long low = some & LOW_BITS;
            long high = some >>> 1 & LOW_BITS;
            counts[1] += Long.bitCount(low & ~high);
            counts[2] += Long.bitCount(high & ~low);
            counts[3] += Long.bitCount(low & high);
        }
        counts[0] = count - counts[1] - counts[2] - counts[3];
        return counts;
    }
}
