package io.spanhouse.storage.filter;

/**
 * What is done with two numbers. Of two whole numbers the result is whole: it wraps around at 64 bits, division cuts off, and
 * there is none of a division by 0. With a double on either side both are doubles.
 */
public enum ArithmeticOperator {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY,
    /** The rest of the division, with the sign of the left side. */
    MODULO,
    /** To the power of; of whole numbers with a negative exponent the whole part. */
    POWER
}
