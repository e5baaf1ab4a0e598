package io.spanhouse.storage.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Text that is really something shorter. A form holds for a whole column chunk; its bytes come back exactly, so only the
 * canonical spelling counts: lower-case digits, no leading zeros, no plus sign.
 */
public enum TextForm {
    /** Any bytes. */
    BYTES,
    /** An even number of lower-case hexadecimal digits. */
    HEX,
    /** 36 characters: lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12. */
    UUID,
    /** A decimal number that fits 18 digits, written the one way. */
    DECIMAL;

    /** Characters of a UUID. */
    public static final int UUID_LENGTH = 36;
    /** Bytes of a UUID. */
    public static final int UUID_BYTES = 16;

    private static final int DECIMAL_LENGTH_MAX = 18;
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] VALUES = values16();
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    /** Both digits of each byte. */
    private static final short[] PAIRS = pairs();

    /**
     * Packs a text of this form.
     *
     * @param into has room for the text's length at {@code at}
     * @return the bytes written; negative if the text does not have the form, which is HEX or UUID
     */
    public int pack(byte[] array, int offset, int length, byte[] into, int at) {
        if (this == UUID) {
            return length == UUID_LENGTH ? packUuid(array, offset, into, at) : -1;
        }
        return length % 2 == 0 ? packDigits(array, offset, length, into, at) : -1;
    }

    private static int packUuid(byte[] array, int offset, byte[] into, int at) {
        if (array[offset + 8] != '-'
                || array[offset + 13] != '-'
                || array[offset + 18] != '-'
                || array[offset + 23] != '-') {
            return -1;
        }
        int failed = packDigits(array, offset, 8, into, at);
        failed |= packDigits(array, offset + 9, 4, into, at + 4);
        failed |= packDigits(array, offset + 14, 4, into, at + 6);
        failed |= packDigits(array, offset + 19, 4, into, at + 8);
        failed |= packDigits(array, offset + 24, 12, into, at + 10);
        return failed < 0 ? -1 : UUID_BYTES;
    }

    private static int packDigits(byte[] array, int offset, int length, byte[] into, int at) {
        int failed = 0;
        for (int i = 0; i < length; i += 2) {
            int digits = VALUES[array[offset + i] & 0xFF] << 4 | VALUES[array[offset + i + 1] & 0xFF];
            failed |= digits;
            into[at + (i >> 1)] = (byte) digits;
        }
        return failed < 0 ? -1 : length >> 1;
    }

    /** Whether a text is a decimal number in the one spelling. */
    static boolean isDecimal(byte[] array, int offset, int length) {
        if (length == 0 || length > DECIMAL_LENGTH_MAX) {
            return false;
        }
        int first = array[offset] == '-' ? 1 : 0;
        if (first == length) {
            return false;
        }
        if (array[offset + first] == '0' && length > 1) {
            return false;
        }
        for (int i = offset + first; i < offset + length; i++) {
            if (array[i] < '0' || array[i] > '9') {
                return false;
            }
        }
        return true;
    }

    /** Writes bytes as two hexadecimal digits each. */
    public static void unpackHex(byte[] array, int offset, int length, byte[] into, int at) {
        for (int i = 0; i < length; i++) {
            SHORTS.set(into, at + 2 * i, PAIRS[array[offset + i] & 0xFF]);
        }
    }

    /** Writes 16 bytes as a UUID. */
    public static void unpackUuid(byte[] array, int offset, byte[] into, int at) {
        unpackHex(array, offset, 4, into, at);
        into[at + 8] = '-';
        unpackHex(array, offset + 4, 2, into, at + 9);
        into[at + 13] = '-';
        unpackHex(array, offset + 6, 2, into, at + 14);
        into[at + 18] = '-';
        unpackHex(array, offset + 8, 2, into, at + 19);
        into[at + 23] = '-';
        unpackHex(array, offset + 10, 6, into, at + 24);
    }

    /** The number that a decimal text spells. */
    static long parseDecimal(byte[] array, int offset, int length) {
        boolean negative = array[offset] == '-';
        long value = 0;
        for (int i = offset + (negative ? 1 : 0); i < offset + length; i++) {
            value = value * 10 + array[i] - '0';
        }
        return negative ? -value : value;
    }

    /** Spells a number; returns the bytes written, at most 20. */
    static int printDecimal(long value, byte[] into, int at) {
        int written = at;
        long rest = value;
        if (value < 0) {
            into[written++] = '-';
            rest = -value;
        }
        int first = written;
        do {
            into[written++] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        for (int low = first, high = written - 1; low < high; low++, high--) {
            byte kept = into[low];
            into[low] = into[high];
            into[high] = kept;
        }
        return written - at;
    }

    private static short[] pairs() {
        short[] pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (DIGITS[i >> 4] << 8 | DIGITS[i & 15]);
        }
        return pairs;
    }

    private static byte[] values16() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = (byte) i;
        }
        return values;
    }
}
