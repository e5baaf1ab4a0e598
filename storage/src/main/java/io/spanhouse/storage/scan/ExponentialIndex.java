package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Figure;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The bucket of a number in a base-2 exponential histogram of the finest scale, exactly: the bounds between two powers of
 * two are irrational, so no whole number and no double lies on one, and cut to 62 bits they still tell all apart. Costs a
 * shift, a look at a table and one or two comparisons. The buckets of a coarser scale are unions of these.
 */
final class ExponentialIndex {
    private static final int SCALE = Figure.Histogram.SCALE_MAX;
    private static final int PARTS = 1 << SCALE;
    /** Numbers are compared as fractions with their first bit here. */
    private static final int FIRST_BIT = 62;

    private static final int TABLE_BITS = 8;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_MASK = 0x7FF;
    private static final int EXPONENT_BIAS = 1023;
    private static final int DIGITS = 40;

    /** Where part {@code i} of an octave begins, as a fraction. */
    private static final long[] BOUNDS = bounds();

    /** The part that the least fraction with these first bits lies in. */
    private static final byte[] FIRST_PARTS = firstParts();

    private ExponentialIndex() {}

    /** The bucket of a number above 0. */
    static int of(long value) {
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        return index(power, value << FIRST_BIT - power);
    }

    /** The bucket of a finite number above 0. */
    static int of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
        long mantissa = bits & (1L << MANTISSA_BITS) - 1;
        if (exponent == 0) {
            int first = Long.SIZE - 1 - Long.numberOfLeadingZeros(mantissa);
            return index(first - MANTISSA_BITS + 1 - EXPONENT_BIAS, mantissa << FIRST_BIT - first);
        }
        return index(exponent - EXPONENT_BIAS, (mantissa | 1L << MANTISSA_BITS) << FIRST_BIT - MANTISSA_BITS);
    }

    private static int index(int power, long fraction) {
        if (fraction == 1L << FIRST_BIT) {
            // A power of two is the last number of its bucket.
            return power * PARTS - 1;
        }
        int part = FIRST_PARTS[(int) (fraction >>> FIRST_BIT - TABLE_BITS) & (1 << TABLE_BITS) - 1];
        while (part + 1 < PARTS && BOUNDS[part + 1] < fraction) {
            part++;
        }
        return power * PARTS + part;
    }

    private static long[] bounds() {
        long[] bounds = new long[PARTS];
        BigDecimal[] roots = new BigDecimal[SCALE];
        BigDecimal root = BigDecimal.valueOf(2);
        for (int i = SCALE - 1; i >= 0; i--) {
            root = root.sqrt(new MathContext(DIGITS));
            roots[i] = root;
        }
        for (int part = 0; part < PARTS; part++) {
            BigDecimal bound = BigDecimal.valueOf(1L << FIRST_BIT);
            for (int bit = 0; bit < SCALE; bit++) {
                if ((part >> bit & 1) != 0) {
                    bound = bound.multiply(roots[bit]);
                }
            }
            bounds[part] = bound.longValue();
        }
        return bounds;
    }

    private static byte[] firstParts() {
        byte[] parts = new byte[1 << TABLE_BITS];
        for (int i = 0; i < parts.length; i++) {
            long least = (1L << TABLE_BITS | i) << FIRST_BIT - TABLE_BITS;
            int part = 0;
            while (part + 1 < PARTS && BOUNDS[part + 1] < least) {
                part++;
            }
            parts[i] = (byte) part;
        }
        return parts;
    }
}
