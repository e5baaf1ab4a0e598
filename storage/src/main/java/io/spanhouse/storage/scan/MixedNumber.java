package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Figure;

/**
 * Numbers of which some are whole and some are doubles, as 64 bits and the word which they are. The order is by exact value;
 * of equal ones the whole number comes first, then the negative zero, so that the least of many does not depend on the order
 * in which they came.
 */
final class MixedNumber {
    private MixedNumber() {}

    static int compare(boolean decimal, long bits, boolean otherDecimal, long otherBits) {
        if (!decimal && !otherDecimal) {
            return Long.compare(bits, otherBits);
        }
        if (decimal && otherDecimal) {
            return Double.compare(Double.longBitsToDouble(bits), Double.longBitsToDouble(otherBits));
        }
        int order = decimal
                ? -NumberTests.compare(otherBits, Double.longBitsToDouble(bits))
                : NumberTests.compare(bits, Double.longBitsToDouble(otherBits));
        return order != 0 ? order : decimal ? 1 : -1;
    }

    static Figure figure(boolean decimal, long bits) {
        return decimal ? new Figure.Decimal(Double.longBitsToDouble(bits)) : new Figure.Whole(bits);
    }
}
