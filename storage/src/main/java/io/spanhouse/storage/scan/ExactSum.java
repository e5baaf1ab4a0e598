package io.spanhouse.storage.scan;

import java.math.BigInteger;

/**
 * The sum of any doubles without a rounding error, so that it does not depend on their order: a number of fixed point that
 * is wide enough for all doubles, in pieces of 32 bits whose carries are settled now and then. Takes 0.6 KiB; adding costs
 * three additions. Not thread-safe.
 */
final class ExactSum {
    /** Bytes that one takes. */
    static final int BYTES = 600;

    /** The least double is 2^-1074, which is the unit. */
    private static final int UNIT_EXPONENT = -1074;

    private static final int PIECE_BITS = 32;
    private static final long PIECE_MASK = 0xFFFF_FFFFL;
    private static final int PIECES = 68;
    /** Additions after which carries must be settled, far before a piece of 64 bits overflows. */
    private static final int UNSETTLED_MAX = 1 << 29;

    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_MASK = 0x7FF;
    /** Bits of a sum that suffice to round it: those of a double, one to round by, and some that say if there are more. */
    private static final int ROUNDING_BITS = 64;

    private final long[] pieces = new long[PIECES];
    private int unsettled;
    private boolean infinite;
    private boolean negativeInfinite;

    /** Adds a double that is a number. */
    void add(double value) {
        if (Double.isInfinite(value)) {
            infinite |= value > 0;
            negativeInfinite |= value < 0;
            return;
        }
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
        long mantissa = bits & (1L << MANTISSA_BITS) - 1;
        int shift = 0;
        if (exponent != 0) {
            mantissa |= 1L << MANTISSA_BITS;
            shift = exponent - 1;
        }
        int piece = shift >>> 5;
        int within = shift & PIECE_BITS - 1;
        long above = mantissa >>> PIECE_BITS - within;
        long sign = bits < 0 ? -1 : 1;
        pieces[piece] += sign * (mantissa << within & PIECE_MASK);
        pieces[piece + 1] += sign * (above & PIECE_MASK);
        pieces[piece + 2] += sign * (above >>> PIECE_BITS);
        settleAfter(1);
    }

    /** Adds another sum. */
    void addAll(ExactSum other) {
        other.settle();
        for (int i = 0; i < PIECES; i++) {
            pieces[i] += other.pieces[i];
        }
        infinite |= other.infinite;
        negativeInfinite |= other.negativeInfinite;
        settleAfter(1);
    }

    private void settleAfter(int additions) {
        unsettled += additions;
        if (unsettled >= UNSETTLED_MAX) {
            settle();
        }
    }

    private void settle() {
        for (int i = 0; i < PIECES - 1; i++) {
            long carry = pieces[i] >> PIECE_BITS;
            pieces[i] &= PIECE_MASK;
            pieces[i + 1] += carry;
        }
        unsettled = 0;
    }

    /** The sum and a whole number, rounded once; NaN if infinities of both signs were added. */
    double plus(BigInteger whole) {
        if (infinite || negativeInfinite) {
            return infinite && negativeInfinite
                    ? Double.NaN
                    : infinite ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        BigInteger units = whole.shiftLeft(-UNIT_EXPONENT);
        for (int i = 0; i < PIECES; i++) {
            units = units.add(BigInteger.valueOf(pieces[i]).shiftLeft(i * PIECE_BITS));
        }
        return rounded(units);
    }

    private static double rounded(BigInteger units) {
        BigInteger magnitude = units.abs();
        int dropped = Math.max(0, magnitude.bitLength() - ROUNDING_BITS);
        BigInteger kept = magnitude.shiftRight(dropped);
        if (dropped > 0 && magnitude.getLowestSetBit() < dropped) {
            kept = kept.setBit(0);
        }
        double value = Math.scalb(kept.doubleValue(), dropped + UNIT_EXPONENT);
        return units.signum() < 0 ? -value : value;
    }
}
