package io.spanhouse.ingest.otlp;

import java.util.Arrays;

/**
 * Text of JSON as UTF-8 of bounded length. A surrogate without its other half becomes U+FFFD, the end is cut between two
 * characters; both are repairs. Not thread-safe; the next call overwrites the bytes.
 */
final class JsonText {
    private static final int CHARACTER_BYTES_MAX = 4;

    /** The bytes, from index 0 on. */
    byte[] array = new byte[256];

    int length;

    /** Writes the UTF-8 of some characters; gives the set of {@link SpanRepair} that it took. */
    int encode(char[] chars, int offset, int count, int bytesMax) {
        int repairs = 0;
        length = 0;
        int end = offset + count;
        int position = offset;
        while (position < end) {
            int character = chars[position++];
            if (Character.isSurrogate((char) character)) {
                if (Character.isHighSurrogate((char) character)
                        && position < end
                        && Character.isLowSurrogate(chars[position])) {
                    character = Character.toCodePoint((char) character, chars[position++]);
                } else {
                    character = 0xFFFD;
                    repairs |= SpanRepair.UTF8.bit();
                }
            }
            if (bytes(character) > bytesMax - length) {
                return repairs | SpanRepair.ATTR_BYTES.bit();
            }
            append(character);
        }
        return repairs;
    }

    private static int bytes(int character) {
        return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    }

    private void append(int character) {
        if (array.length - length < CHARACTER_BYTES_MAX) {
            array = Arrays.copyOf(array, array.length * 2);
        }
        if (character < 0x80) {
            array[length++] = (byte) character;
        } else if (character < 0x800) {
            array[length++] = (byte) (0xC0 | character >> 6);
            array[length++] = (byte) (0x80 | character & 0x3F);
        } else if (character < 0x10000) {
            array[length++] = (byte) (0xE0 | character >> 12);
            array[length++] = (byte) (0x80 | character >> 6 & 0x3F);
            array[length++] = (byte) (0x80 | character & 0x3F);
        } else {
            array[length++] = (byte) (0xF0 | character >> 18);
            array[length++] = (byte) (0x80 | character >> 12 & 0x3F);
            array[length++] = (byte) (0x80 | character >> 6 & 0x3F);
            array[length++] = (byte) (0x80 | character & 0x3F);
        }
    }
}
