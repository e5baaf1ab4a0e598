package io.spanhouse.ingest.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads protobuf's wire format from a byte array, forwards, without copying. It accepts and refuses what protobuf's own
 * Java library does: overlong numbers up to ten bytes are taken and cut to their type, field number 0, unknown wire types
 * and lengths past the end are refused.
 *
 * <p>A nested message is read by narrowing {@link #limit}: {@link #enter} gives the limit to return to.
 *
 * <p>Not thread-safe; used again for the next request.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP_START = 3;
    static final int GROUP_END = 4;
    static final int FIXED32 = 5;

    /** Deepest nesting of unknown groups that is skipped. */
    static final int GROUP_DEPTH_MAX = 100;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = new byte[0];
    private static final int VARINT_BYTES_MAX = 10;

    /** The array that is read. */
    byte[] bytes = NOTHING;
    /** Index of the next byte. */
    int position;
    /** Index after the last byte of the message that is being read. */
    int limit;

    private int start;
    private final int[] groups = new int[GROUP_DEPTH_MAX];

    /** Starts to read a message. */
    void open(byte[] array, int offset, int length) {
        bytes = array;
        start = offset;
        position = offset;
        limit = offset + length;
    }

    /** Lets go of the array. */
    void close() {
        open(NOTHING, 0, 0);
    }

    /** Whether the message has more fields. */
    boolean more() {
        return position < limit;
    }

    /** Reads a field's tag: number and wire type. */
    int tag() throws MalformedRequestException {
        int tag = (int) varint();
        if (tag >>> 3 == 0) {
            throw malformed("field number 0, expected 1 or more");
        }
        return tag;
    }

    /** Steps over the tag of a field of low number if it is next; fields of a kind come in runs. */
    boolean skipTag(int tag) {
        if (position < limit && bytes[position] == tag) {
            position++;
            return true;
        }
        return false;
    }

    /** Reads a base-128 number. */
    long varint() throws MalformedRequestException {
        int at = position;
        if (at < limit) {
            byte first = bytes[at];
            if (first >= 0) {
                position = at + 1;
                return first;
            }
            // Lengths of messages are often of two bytes.
            if (limit - at > 1 && bytes[at + 1] >= 0) {
                position = at + 2;
                return first & 0x7F | bytes[at + 1] << 7;
            }
        }
        return longVarint();
    }

    private long longVarint() throws MalformedRequestException {
        long value = 0;
        int end = Math.min(limit, position + VARINT_BYTES_MAX);
        int shift = 0;
        for (int i = position; i < end; i++) {
            byte next = bytes[i];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                position = i + 1;
                return value;
            }
            shift += 7;
        }
        if (end - position == VARINT_BYTES_MAX) {
            throw malformed("a number of more than 10 bytes");
        }
        throw malformed("the end in the middle of a number");
    }

    /** Reads the length of a length-delimited field and checks that so many bytes are there. */
    int length() throws MalformedRequestException {
        int length = (int) varint();
        if (length < 0 || length > limit - position) {
            throw malformed("length " + length + ", expected 0 to " + (limit - position));
        }
        return length;
    }

    /** Enters a nested message; gives what {@link #leave} takes. */
    int enter() throws MalformedRequestException {
        int length = length();
        int outer = limit;
        limit = position + length;
        return outer;
    }

    /** Leaves a nested message that was read to its end. */
    void leave(int outer) {
        limit = outer;
    }

    long fixed64() throws MalformedRequestException {
        require(Long.BYTES);
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    int fixed32() throws MalformedRequestException {
        require(Integer.BYTES);
        int value = (int) INT.get(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    /** Skips the payload of a field that is not known, or not of this wire type. */
    void skip(int tag) throws MalformedRequestException {
        int type = tag & 7;
        if (type == GROUP_START) {
            skipGroup(tag >>> 3);
        } else {
            skipPlain(type);
        }
    }

    private void skipPlain(int type) throws MalformedRequestException {
        switch (type) {
            case VARINT:
                varint();
                return;
            case FIXED64:
                require(Long.BYTES);
                position += Long.BYTES;
                return;
            case BYTES:
                int length = length();
                position += length;
                return;
            case FIXED32:
                require(Integer.BYTES);
                position += Integer.BYTES;
                return;
            case GROUP_END:
                throw malformed("the end of a group that did not start");
            default:
                throw malformed("wire type " + type + ", expected 0 to 5");
        }
    }

    private void skipGroup(int field) throws MalformedRequestException {
        int depth = 0;
        groups[0] = field;
        while (depth >= 0) {
            int tag = tag();
            int type = tag & 7;
            if (type == GROUP_START) {
                if (++depth == GROUP_DEPTH_MAX) {
                    throw malformed("groups nested deeper than " + GROUP_DEPTH_MAX);
                }
                groups[depth] = tag >>> 3;
            } else if (type == GROUP_END) {
                if (tag >>> 3 != groups[depth]) {
                    throw malformed("the end of group " + (tag >>> 3) + ", expected that of " + groups[depth]);
                }
                depth--;
            } else {
                skipPlain(type);
            }
        }
    }

    private void require(int count) throws MalformedRequestException {
        if (limit - position < count) {
            throw malformed((limit - position) + " bytes are left, expected " + count);
        }
    }

    /** The exception for what was found at the position. */
    MalformedRequestException malformed(String found) {
        return new MalformedRequestException(
                MalformedRequestException.Reason.MALFORMED,
                "not an OTLP trace request: at byte " + (position - start) + " found " + found);
    }
}
