package io.spanhouse.storage.encoding;

import java.util.Arrays;

/**
 * Text that is really something shorter. A form holds for a whole column chunk; its bytes come back exactly, so only the
 * canonical spelling counts: lower-case digits, no leading zeros, no plus sign.
 */
enum TextForm {
    /** Any bytes. */
    BYTES,
    /** An even number of lower-case hexadecimal digits. */
    HEX,
    /** 36 characters: lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12. */
    UUID,
    /** A decimal number that fits 18 digits, written the one way. */
    DECIMAL;

    /** Characters of a UUID. */
    static final int UUID_LENGTH = 36;
    /** Bytes of a UUID. */
    static final int UUID_BYTES = 16;

    private static final int DECIMAL_LENGTH_MAX = 18;
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] VALUES = values16();

    /** Whether a text has this form. */
    boolean fits(byte[] array, int offset, int length) {
        switch (this) {
            case BYTES:
                return true;
            case HEX:
                return length % 2 == 0 && allHex(array, offset, offset + length);
            case UUID:
                return isUuid(array, offset, length);
            case DECIMAL:
                return isDecimal(array, offset, length);
        }
        throw new AssertionError(this);
    }

    private static boolean allHex(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] < 0 || VALUES[array[i]] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDash(int position) {
        return position == 8 || position == 13 || position == 18 || position == 23;
    }

    private static boolean isUuid(byte[] array, int offset, int length) {
        if (length != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            byte character = array[offset + i];
            if (isDash(i) ? character != '-' : character < 0 || VALUES[character] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDecimal(byte[] array, int offset, int length) {
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

    /** Packs hexadecimal digits, two a byte; skips dashes. Returns the bytes written. */
    static int packHex(byte[] array, int offset, int length, byte[] into, int at) {
        int high = -1;
        int written = at;
        for (int i = offset; i < offset + length; i++) {
            if (array[i] == '-') {
                continue;
            }
            int digit = VALUES[array[i]];
            if (high < 0) {
                high = digit;
            } else {
                into[written++] = (byte) (high << 4 | digit);
                high = -1;
            }
        }
        return written - at;
    }

    /** Writes bytes as two hexadecimal digits each. */
    static void unpackHex(byte[] array, int offset, int length, byte[] into, int at) {
        for (int i = 0; i < length; i++) {
            into[at + 2 * i] = DIGITS[array[offset + i] >> 4 & 15];
            into[at + 2 * i + 1] = DIGITS[array[offset + i] & 15];
        }
    }

    /** Writes 16 bytes as a UUID. */
    static void unpackUuid(byte[] array, int offset, byte[] into, int at) {
        int digit = 0;
        for (int i = 0; i < UUID_LENGTH; i++) {
            if (isDash(i)) {
                into[at + i] = '-';
            } else {
                int packed = array[offset + digit / 2];
                into[at + i] = DIGITS[(digit % 2 == 0 ? packed >> 4 : packed) & 15];
                digit++;
            }
        }
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

    private static byte[] values16() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            values[DIGITS[i]] = (byte) i;
        }
        return values;
    }
}
