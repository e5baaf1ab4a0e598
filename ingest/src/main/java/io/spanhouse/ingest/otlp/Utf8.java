package io.spanhouse.ingest.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Where UTF-8 is well-formed and where not, by the table of the Unicode standard; 8 bytes at a time while it is ASCII. */
final class Utf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Index of the first ill-formed sequence, {@code end} if there is none. */
    static int invalidAt(byte[] array, int from, int end) {
        int position = from;
        while (position < end) {
            position = asciiEnd(array, position, end);
            while (position < end && array[position] < 0) {
                int length = sequence(array, position, end);
                if (length < 0) {
                    return position;
                }
                position += length;
            }
        }
        return end;
    }

    /** Index of the first byte that is not ASCII, {@code end} if there is none. */
    static int asciiEnd(byte[] array, int from, int end) {
        int position = from;
        int last = end - Long.BYTES;
        if (position <= last) {
            while (position < last && ((long) LONG.get(array, position) & HIGH_BITS) == 0) {
                position += Long.BYTES;
            }
            // The last 8 bytes, some of them perhaps for the second time.
            if (position >= last && ((long) LONG.get(array, last) & HIGH_BITS) == 0) {
                return end;
            }
        }
        while (position < end && array[position] >= 0) {
            position++;
        }
        return position;
    }

    /**
     * Length of the well-formed sequence at a position; if it is ill-formed, minus the number of bytes that one U+FFFD
     * stands for (the longest start of a sequence, as browsers do it).
     */
    static int sequence(byte[] array, int position, int end) {
        int first = array[position] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xC2 || first > 0xF4) {
            return -1;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        for (int i = 1; i < length; i++) {
            int next = position + i < end ? array[position + i] & 0xFF : 0;
            if (next < least || next > most) {
                return -i;
            }
            least = 0x80;
            most = 0xBF;
        }
        return length;
    }

    /** The longest length up to {@code length} that does not end within a sequence. */
    static int wholeLength(byte[] array, int offset, int length) {
        int end = offset + length;
        for (int back = 1; back <= 3 && back <= length; back++) {
            int last = array[end - back] & 0xFF;
            if (last >= 0xC0) {
                int needed = last < 0xE0 ? 2 : last < 0xF0 ? 3 : 4;
                return needed > back ? length - back : length;
            }
            if (last < 0x80) {
                return length;
            }
        }
        return length;
    }
}
