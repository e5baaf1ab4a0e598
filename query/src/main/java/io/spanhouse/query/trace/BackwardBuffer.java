package io.spanhouse.query.trace;

import io.spanhouse.storage.model.ByteSlice;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Protobuf written from its end to its start. The length of a message stands before it, so written forwards it must be known
 * beforehand, which takes a second walk over the rows; written backwards it is known when its place comes. Not thread-safe.
 */
final class BackwardBuffer {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG_BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] buffer = new byte[1 << 16];
    private int start = buffer.length;

    /** Bytes written so far; a mark for {@link #message}. */
    int size() {
        return buffer.length - start;
    }

    /** Ends, that is starts, the message whose bytes were written since {@code mark}. */
    void message(int field, int mark) {
        varint(size() - mark);
        tag(field, LENGTH);
    }

    /** A string or bytes field. */
    void bytes(int field, ByteSlice value) {
        raw(value.array, value.offset, value.length);
        varint(value.length);
        tag(field, LENGTH);
    }

    /** A trace id field. */
    void id(int field, long high, long low) {
        ensure(16);
        start -= 16;
        LONG_BIG.set(buffer, start, high);
        LONG_BIG.set(buffer, start + 8, low);
        varint(16);
        tag(field, LENGTH);
    }

    /** A span id field. */
    void id(int field, long id) {
        ensure(8);
        start -= 8;
        LONG_BIG.set(buffer, start, id);
        varint(8);
        tag(field, LENGTH);
    }

    /** A varint field. */
    void number(int field, long value) {
        varint(value);
        tag(field, VARINT);
    }

    void fixed64(int field, long value) {
        ensure(8);
        start -= 8;
        LONG.set(buffer, start, value);
        tag(field, FIXED64);
    }

    void fixed32(int field, int value) {
        ensure(4);
        start -= 4;
        INT.set(buffer, start, value);
        tag(field, FIXED32);
    }

    /** Hands out everything and forgets it. */
    void drainTo(OutputStream out) throws IOException {
        out.write(buffer, start, size());
        start = buffer.length;
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    private void varint(long value) {
        int length = (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
        ensure(length);
        start -= length;
        int position = start;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[position] = (byte) rest;
    }

    private void raw(byte[] array, int offset, int length) {
        ensure(length);
        start -= length;
        System.arraycopy(array, offset, buffer, start, length);
    }

    private void ensure(int more) {
        if (start < more) {
            int size = size();
            byte[] larger = new byte[Math.max(Math.multiplyExact(buffer.length, 2), Math.addExact(size, more) * 2)];
            System.arraycopy(buffer, start, larger, larger.length - size, size);
            start = larger.length - size;
            buffer = larger;
        }
    }
}
