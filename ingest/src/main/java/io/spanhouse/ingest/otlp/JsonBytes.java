package io.spanhouse.ingest.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a JSON document made fit for a parser that refuses ill-formed UTF-8: each bad sequence becomes the escape
 * of a lone surrogate, which the readers turn into U+FFFD like any other, on the span that it is in. Outside of a text
 * such an escape is no JSON, and the request is refused. Well-formed documents are not copied.
 */
final class JsonBytes {
    /** More bad sequences than this are no text; keeps the copy from growing sixfold. */
    static final int BAD_SEQUENCES_MAX = 1 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] ESCAPE = "\\udfff".getBytes(StandardCharsets.US_ASCII);

    byte[] array;
    int offset;
    int length;

    JsonBytes(byte[] array, int offset, int length) throws MalformedRequestException {
        this.array = array;
        this.offset = offset;
        this.length = length;
        int mark = BYTE_ORDER_MARK.length;
        if (length >= mark && Arrays.equals(array, offset, offset + mark, BYTE_ORDER_MARK, 0, mark)) {
            this.offset += mark;
            this.length -= mark;
        }
        int invalid = Utf8.invalidAt(array, this.offset, offset + length);
        if (invalid < offset + length) {
            escape(invalid, offset + length);
        }
    }

    private void escape(int firstInvalid, int end) throws MalformedRequestException {
        byte[] escaped = new byte[length + countInvalid(firstInvalid, end) * ESCAPE.length];
        int size = 0;
        int copied = offset;
        int position = firstInvalid;
        while (position < end) {
            refuseBackslashBefore(position);
            System.arraycopy(array, copied, escaped, size, position - copied);
            size += position - copied;
            System.arraycopy(ESCAPE, 0, escaped, size, ESCAPE.length);
            size += ESCAPE.length;
            position -= Utf8.sequence(array, position, end);
            copied = position;
            position = Utf8.invalidAt(array, position, end);
        }
        System.arraycopy(array, copied, escaped, size, end - copied);
        array = escaped;
        offset = 0;
        length = size + end - copied;
    }

    /** After a backslash that is not itself escaped, nothing ill-formed can be JSON; with our escape it would become so. */
    private void refuseBackslashBefore(int position) throws MalformedRequestException {
        int first = position;
        while (first > offset && array[first - 1] == '\\') {
            first--;
        }
        if ((position - first & 1) != 0) {
            throw malformed("an ill-formed UTF-8 sequence after a backslash at byte " + (position - offset));
        }
    }

    private static MalformedRequestException malformed(String found) {
        return new MalformedRequestException(
                MalformedRequestException.Reason.MALFORMED,
                "not an OTLP trace request: " + found + ", expected JSON in UTF-8");
    }

    private int countInvalid(int firstInvalid, int end) throws MalformedRequestException {
        int count = 0;
        for (int at = firstInvalid; at < end; at = Utf8.invalidAt(array, at - Utf8.sequence(array, at, end), end)) {
            if (++count > BAD_SEQUENCES_MAX) {
                throw malformed("more than " + BAD_SEQUENCES_MAX + " ill-formed UTF-8 sequences");
            }
        }
        return count;
    }
}
