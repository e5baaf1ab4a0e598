package io.spanhouse.ingest.otlp;

import java.io.Writer;
import java.util.Arrays;

/**
 * Text of JSON as UTF-8 of bounded length: the parser writes it here piece by piece, so that a text of any length needs
 * no more memory than is kept of it. A surrogate without its other half becomes U+FFFD, the end is cut between two
 * characters; both are repairs. Not thread-safe; the next text overwrites the bytes.
 */
final class JsonText extends Writer {
    private static final int CHARACTER_BYTES_MAX = 4;
    private static final int REPLACEMENT = 0xFFFD;

    /** The bytes, from index 0 on. */
    byte[] array = new byte[256];

    int length;

    private int bytesMax;
    private int repairs;
    private long characters;
    /** A high surrogate whose other half is to come, 0 for none. */
    private char high;

    /** Starts a text of at most so many bytes. */
    void begin(int most) {
        bytesMax = most;
        length = 0;
        repairs = 0;
        characters = 0;
        high = 0;
    }

    /** Ends the text; gives the set of {@link SpanRepair} that it took. */
    int end() {
        if (high != 0) {
            high = 0;
            bad();
        }
        return repairs;
    }

    /** How many UTF-16 characters came, also of a text that was cut. */
    long characters() {
        return characters;
    }

    @Override
    public void write(char[] source, int offset, int count) {
        characters += count;
        int end = offset + count;
        int position = offset;
        while (position < end) {
            char next = source[position++];
            if (next < 0x80 && high == 0 && length < bytesMax && length < array.length && !isCut()) {
                array[length++] = (byte) next;
            } else {
                rare(next);
            }
        }
    }

    @Override
    public void flush() {
        // Nothing lies between this and the bytes.
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }

    private void rare(char next) {
        if (high != 0) {
            char first = high;
            high = 0;
            if (Character.isLowSurrogate(next)) {
                appendCharacter(Character.toCodePoint(first, next));
                return;
            }
            bad();
        }
        if (Character.isHighSurrogate(next)) {
            high = next;
        } else if (Character.isLowSurrogate(next)) {
            bad();
        } else {
            appendCharacter(next);
        }
    }

    private void bad() {
        if (!isCut()) {
            repairs |= SpanRepair.UTF8.bit();
            appendCharacter(REPLACEMENT);
        }
    }

    private boolean isCut() {
        return (repairs & SpanRepair.ATTR_BYTES.bit()) != 0;
    }

    private void appendCharacter(int character) {
        int bytes = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
        if (isCut() || bytes > bytesMax - length) {
            repairs |= SpanRepair.ATTR_BYTES.bit();
            return;
        }
        if (array.length - length < CHARACTER_BYTES_MAX) {
            array = Arrays.copyOf(array, array.length * 2);
        }
        if (bytes == 1) {
            array[length++] = (byte) character;
            return;
        }
        int shift = (bytes - 1) * 6;
        array[length++] = (byte) (0xF00 >> bytes & 0xFF | character >> shift);
        while (shift > 0) {
            shift -= 6;
            array[length++] = (byte) (0x80 | character >> shift & 0x3F);
        }
    }
}
