package io.spanhouse.storage.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing array of bytes to write into; used again and again, so what it once grew to it keeps. Not thread-safe.
 */
public final class ByteWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array;
    private int size;

    public ByteWriter(int capacity) {
        array = new byte[capacity];
    }

    /** Forgets everything from {@code newSize} on. */
    public void truncate(int newSize) {
        size = newSize;
    }

    /** Number of bytes written. */
    public int size() {
        return size;
    }

    /** The bytes written are the first {@link #size()}; valid until the next write. */
    public byte[] array() {
        return array;
    }

    /** Makes room for so many bytes more, without counting them as written. */
    public void ensure(int more) {
        if (array.length - size < more) {
            grow(more);
        }
    }

    /** Apart from {@link #ensure} so that the code of each write that is compiled is short: this one is rare. */
    private void grow(int more) {
        array = Arrays.copyOf(array, Math.max(array.length + (array.length >> 1), Math.addExact(size, more)));
    }

    /** Counts bytes as written that were put into {@link #array()} behind the end. */
    public void advance(int bytes) {
        size += bytes;
    }

    /** One byte. */
    public void u8(int value) {
        ensure(1);
        array[size++] = (byte) value;
    }

    /** A fixed number of bytes of a number, least first. */
    public void fixed(long value, int bytes) {
        ensure(bytes);
        for (int i = 0; i < bytes; i++) {
            array[size++] = (byte) (value >>> 8 * i);
        }
    }

    /** Eight bytes, least first. */
    public void u64(long value) {
        ensure(Long.BYTES);
        LONG.set(array, size, value);
        size += Long.BYTES;
    }

    /** Unsigned LEB128, 1 to 10 bytes. */
    public void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    /** A signed number, small ones of either sign short. */
    public void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    /** Bytes as they are. */
    public void bytes(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
    }

    /** A length as varint, then the bytes. */
    public void lengthAndBytes(byte[] source, int offset, int length) {
        varint(length);
        bytes(source, offset, length);
    }

    /** Number of bytes that {@link #varint} writes. */
    public static int varintBytes(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }
}
