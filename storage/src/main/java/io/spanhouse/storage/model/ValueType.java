package io.spanhouse.storage.model;

/**
 * The kind of an attribute value, with the code that every byte format uses for it.
 *
 * <p>The bytes of a value of each type are described in {@link ValueBytes}. The order of the codes is part of the
 * format and never changes.
 */
public enum ValueType {
    /** The key was sent with no value message at all. */
    ABSENT,
    /** A value message was sent with no case set: "empty", which is not the same as no value. */
    EMPTY,
    /** UTF-8 text. */
    STRING,
    /** True or false. */
    BOOL,
    /** A signed 64-bit integer. */
    INT,
    /** An IEEE 754 double, every bit kept, NaN payloads too. */
    DOUBLE,
    /** Bytes as sent. */
    BYTES,
    /** A list of values. */
    ARRAY,
    /** A list of keys with values, in the order sent, repeated keys kept. */
    KVLIST;

    private static final ValueType[] BY_CODE = values();

    /** The code of this type in every byte format, 0 to 8. */
    public byte code() {
        return (byte) ordinal();
    }

    /**
     * The type with a code.
     *
     * @throws IllegalArgumentException if no type has it
     */
    public static ValueType ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException(
                    "value type code is " + code + ", expected 0 to " + (BY_CODE.length - 1));
        }
        return BY_CODE[code];
    }
}
