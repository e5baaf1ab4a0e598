package io.spanhouse.storage.encoding;

import java.util.Arrays;

/**
 * Up to 1,024 numbers: a base, packed distances to it, and the few that lie far off apart. Every frame chooses for itself
 * whether its values or the differences of neighbours are shorter. The bytes are in the package's description.
 *
 * <p>Costs about 4 ns a value to write, below 1 ns to read. Keeps scratch arrays; not thread-safe.
 */
final class NumberFrame {
    /** Values in a frame. */
    static final int VALUES = 1024;

    private static final int DELTA = 0x80;
    /** In place of a width: the values have four. */
    private static final int CLASSED = 126;
    /** Four widths are slower to read than one, so they have to save one byte in so many. */
    private static final int CLASSED_SAVES_ONE_IN = 16;
    /** No more than this is saved below. */
    private static final int CLASSED_WIDTH_LEAST = 4;

    /** Below this width nothing is gained by looking for values that lie far below the others. */
    private static final int LOW_OUTLIER_WIDTH = 12;

    private static final int SAMPLES = 32;

    private final long[] deltas = new long[VALUES];
    private final long[] rest = new long[VALUES];
    private final int[] lengths = new int[Long.SIZE + 1];
    private final long[] samples = new long[SAMPLES];
    private final WidthClasses valueClasses = new WidthClasses();
    private final WidthClasses deltaClasses = new WidthClasses();

    /** What the last {@link #plan} found. */
    private long base;

    private int width;
    private long cost;

    /** Appends one frame of {@code values[from, to)}. */
    void write(long[] values, int from, int to, ByteWriter out) {
        plan(values, from, to, valueClasses);
        long valueBase = base;
        int valueWidth = width;
        long valueCost = cost;
        int count = to - from;
        if (valueWidth > 2 && count > 1) {
            for (int i = 1; i < count; i++) {
                deltas[i] = values[from + i] - values[from + i - 1];
            }
            plan(deltas, 1, count, deltaClasses);
            deltas[0] = base;
            if (cost + 4 < valueCost) {
                out.u8(DELTA | width);
                out.zigzag(base);
                out.zigzag(values[from]);
                writeBody(deltas, 0, count, base, width, deltaClasses, out);
                return;
            }
        }
        out.u8(valueWidth);
        out.zigzag(valueBase);
        writeBody(values, from, to, valueBase, valueWidth, valueClasses, out);
    }

    /** Reads values {@code [first, last)} of a frame of {@code count} values that is all the reader has left. */
    static void read(ByteReader in, int count, int first, int last, long[] into, int at) {
        int mode = in.u8();
        int width = mode & 0x7F;
        if (width > Packed.WIDTH_MAX && width != Long.SIZE && width != CLASSED) {
            throw in.corrupt("width of a frame is " + width + ", expected 0 to 57, 64 or 126");
        }
        long base = in.zigzag();
        boolean delta = (mode & DELTA) != 0;
        long firstValue = delta ? in.zigzag() : 0;
        int from = delta ? 0 : first;
        long[] target = delta && first > 0 ? new long[last] : into;
        int targetAt = target == into ? at : 0;
        if (width == CLASSED) {
            WidthClasses.read(in, count, from, last, base, target, targetAt);
        } else {
            readOneWidth(in, count, width, base, from, last, target, targetAt);
        }
        if (delta) {
            target[targetAt] = firstValue;
            for (int i = targetAt + 1; i < targetAt + last; i++) {
                target[i] += target[i - 1];
            }
            if (target != into) {
                System.arraycopy(target, first, into, at, last - first);
            }
        }
    }

    private static void readOneWidth(
            ByteReader in, int count, int width, long base, int from, int last, long[] target, int targetAt) {
        int exceptions = in.count(count);
        int exceptionsAt = in.position();
        for (int i = 0; i < exceptions; i++) {
            int position = (int) in.fixed(2);
            if (position >= count) {
                throw in.corrupt("exception at " + position + " of " + count + " values");
            }
            in.varint();
        }
        int packed = in.skip(Packed.bytes(count, width));
        Packed.read(in.array(), packed, width, from, last, base, target, targetAt);
        if (exceptions > 0) {
            patch(in.array(), exceptionsAt, exceptions, base, from, last, target, targetAt);
        }
    }

    private static void patch(
            byte[] array, int exceptionsAt, int exceptions, long base, int from, int last, long[] target, int at) {
        int position = exceptionsAt;
        for (int i = 0; i < exceptions; i++) {
            int index = array[position] & 0xFF | (array[position + 1] & 0xFF) << 8;
            position += 2;
            long raw = 0;
            int shift = 0;
            int next;
            do {
                next = array[position++];
                raw |= (next & 0x7FL) << shift;
                shift += 7;
            } while (next < 0);
            if (index >= from && index < last) {
                target[at + index - from] = base + (raw >>> 1 ^ -(raw & 1));
            }
        }
    }

    private void writeBody(
            long[] values, int from, int to, long base, int width, WidthClasses classes, ByteWriter out) {
        if (width == CLASSED) {
            classes.write(values, from, to, base, out);
            return;
        }
        int count = to - from;
        long limit = width == Long.SIZE ? -1 : (1L << width) - 1;
        int exceptions = 0;
        for (int i = 0; i < count; i++) {
            long distance = values[from + i] - base;
            boolean fits = Long.compareUnsigned(distance, limit) <= 0;
            rest[i] = fits ? distance : 0;
            exceptions += fits ? 0 : 1;
        }
        out.varint(exceptions);
        for (int i = 0; i < count && exceptions > 0; i++) {
            long distance = values[from + i] - base;
            if (Long.compareUnsigned(distance, limit) > 0) {
                out.fixed(i, 2);
                out.zigzag(distance);
                exceptions--;
            }
        }
        Packed.write(rest, 0, count, width, out);
    }

    /** Finds base and width, or widths, that cost least, with the values that do not fit apart. */
    private void plan(long[] values, int from, int to, WidthClasses classes) {
        long least = values[from];
        for (int i = from + 1; i < to; i++) {
            least = Math.min(least, values[i]);
        }
        planWith(least, values, from, to);
        if (width >= CLASSED_WIDTH_LEAST) {
            long classedCost = classes.plan(lengths, to - from);
            if (classedCost < cost - cost / CLASSED_SAVES_ONE_IN) {
                width = CLASSED;
                cost = classedCost;
            }
        }
        if (width <= LOW_OUTLIER_WIDTH || to - from < SAMPLES) {
            return;
        }
        long minBase = base;
        int minWidth = width;
        long minCost = cost;
        planWith(leastTypical(values, from, to), values, from, to);
        if (cost >= minCost) {
            base = minBase;
            width = minWidth;
            cost = minCost;
        }
    }

    /** The least value but for those, such as "no time given", that lie far below all others. */
    private long leastTypical(long[] values, int from, int to) {
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = values[from + (int) ((long) (to - from) * i / SAMPLES)];
        }
        Arrays.sort(samples);
        long low = samples[SAMPLES / 8];
        long spread = samples[SAMPLES * 7 / 8] - low;
        long bound = spread < 0 || low - spread > low ? low : low - spread;
        long least = low;
        for (int i = from; i < to; i++) {
            if (values[i] >= bound) {
                least = Math.min(least, values[i]);
            }
        }
        return least;
    }

    private void planWith(long candidate, long[] values, int from, int to) {
        Arrays.fill(lengths, 0);
        for (int i = from; i < to; i++) {
            lengths[Packed.bits(values[i] - candidate)]++;
        }
        int count = to - from;
        base = candidate;
        cost = Long.MAX_VALUE;
        long exceptionBytes = 0;
        for (int bits = Long.SIZE; bits >= 0; bits--) {
            if (bits <= Packed.WIDTH_MAX || bits == Long.SIZE) {
                long bytes = Packed.bytes(count, bits) + exceptionBytes;
                if (bytes <= cost) {
                    cost = bytes;
                    width = bits;
                }
            }
            // Values of exactly these bits become exceptions for every smaller width. A value below the base has 64
            // bits as
            // an unsigned distance but is short as a signed one; 8 bytes are a fair guess.
            exceptionBytes += (long) lengths[bits] * (2 + Math.min(8, (bits + 7) / 7));
        }
    }
}
