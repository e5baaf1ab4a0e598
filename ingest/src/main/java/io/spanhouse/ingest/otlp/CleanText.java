package io.spanhouse.ingest.otlp;

import java.util.Arrays;

/**
 * Text as it may be stored: well-formed UTF-8 of bounded length. What is neither too long nor ill-formed is pointed at
 * where it lies; else the bad sequences become U+FFFD and the end is cut between two characters, in a buffer that the
 * next call overwrites. Not thread-safe.
 */
final class CleanText {
    private static final int REPLACEMENT_BYTES = 3;
    private static final int KEPT_BYTES_MAX = 64 << 10;

    /** The clean text. */
    byte[] array = new byte[256];

    int offset;
    int length;

    private byte[] buffer = array;

    /** Points at the clean form of some bytes; gives the set of {@link SpanRepair} that it took. */
    int clean(byte[] source, int from, int bytes, int bytesMax) {
        int repairs = 0;
        int taken = bytes;
        if (taken > bytesMax) {
            taken = Utf8.wholeLength(source, from, bytesMax);
            repairs = SpanRepair.ATTR_BYTES.bit();
        }
        array = source;
        offset = from;
        length = taken;
        int end = from + taken;
        int invalid = Utf8.invalidAt(source, from, end);
        if (invalid == end) {
            return repairs;
        }
        replace(source, from, invalid, end);
        repairs |= SpanRepair.UTF8.bit();
        if (length > bytesMax) {
            length = Utf8.wholeLength(array, 0, bytesMax);
            repairs |= SpanRepair.ATTR_BYTES.bit();
        }
        return repairs;
    }

    /** Lets go of the source, and of the buffer if it grew large. */
    void close() {
        if (buffer.length > KEPT_BYTES_MAX) {
            buffer = new byte[256];
        }
        array = buffer;
        offset = 0;
        length = 0;
    }

    private void replace(byte[] source, int from, int invalid, int end) {
        int size = 0;
        int copied = from;
        int position = invalid;
        while (position < end) {
            int good = position - copied;
            size = append(source, copied, good, size);
            size = appendReplacement(size);
            position -= Utf8.sequence(source, position, end);
            copied = position;
            position = Utf8.invalidAt(source, position, end);
        }
        size = append(source, copied, end - copied, size);
        array = buffer;
        offset = 0;
        length = size;
    }

    private int append(byte[] source, int from, int bytes, int size) {
        ensure(size + bytes);
        System.arraycopy(source, from, buffer, size, bytes);
        return size + bytes;
    }

    private int appendReplacement(int size) {
        ensure(size + REPLACEMENT_BYTES);
        buffer[size] = (byte) 0xEF;
        buffer[size + 1] = (byte) 0xBF;
        buffer[size + 2] = (byte) 0xBD;
        return size + REPLACEMENT_BYTES;
    }

    private void ensure(int bytes) {
        if (buffer.length < bytes) {
            buffer = Arrays.copyOf(buffer, Math.max(bytes, buffer.length * 2));
        }
    }
}
