package io.spanhouse.storage.scan;

/**
 * Takes the values of one operand of one row, one by one, as the rows hold them: codes where there are codes, so that
 * what is known of a code is not found out again for every row. Each method says whether it has seen enough.
 */
interface OperandVisitor {
    /** An attribute, by its pair code. */
    boolean pair(int code);

    /** A text, by its string code. */
    boolean string(int code);

    /** A number. */
    boolean number(long value, NumberSense sense);

    /** A trace id, or a span id in {@code low} alone. */
    boolean id(long high, long low, int bytes);

    /** A text that has no code. */
    boolean text(byte[] utf8);
}
