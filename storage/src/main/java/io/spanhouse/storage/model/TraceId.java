package io.spanhouse.storage.model;

import java.util.HexFormat;

/**
 * A 128-bit trace id, for requests and answers; rows hold its halves in two columns.
 *
 * @param high the first 8 bytes, big-endian
 * @param low the last 8 bytes, big-endian
 */
public record TraceId(long high, long low) implements Comparable<TraceId> {
    /** Hexadecimal digits of an id. */
    public static final int HEX_LENGTH = 32;

    private static final HexFormat HEX = HexFormat.of();

    /**
     * Reads 32 hexadecimal digits of either case.
     *
     * @throws StoreException BAD_INPUT if the text is anything else
     */
    public static TraceId parse(String text) {
        if (text.length() != HEX_LENGTH) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "trace id has " + text.length() + " characters, expected " + HEX_LENGTH + " hexadecimal digits");
        }
        for (int i = 0; i < HEX_LENGTH; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw new StoreException(
                        FailureKind.BAD_INPUT,
                        "trace id has a character that is no hexadecimal digit at position " + i);
            }
        }
        return new TraceId(
                HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, HEX_LENGTH));
    }

    /** Order by unsigned value, as the hexadecimal text sorts. */
    @Override
    public int compareTo(TraceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
