package io.spanhouse.storage.model;

import java.util.Arrays;

/**
 * Writes the bytes of one nested value ({@link ValueBytes}) into a buffer that grows and is used again. Not thread-safe.
 *
 * <p>For an ARRAY: {@link #reset()}, then one element call per element. For a KVLIST: {@link #key} before each element.
 * Containers inside are opened with {@link #open} and closed with {@link #close}, which writes the length into the place
 * that {@code open} kept for it.
 */
public final class ValueWriter {
    private static final int LENGTH_BYTES = 4;

    private byte[] buffer = new byte[256];
    private int size;

    /** Starts a new value. */
    public void reset() {
        size = 0;
    }

    /** The bytes written so far; valid until the next call that writes. */
    public byte[] buffer() {
        return buffer;
    }

    /** Number of bytes written. */
    public int size() {
        return size;
    }

    /** Goes back to an earlier {@link #size()}, forgetting what came after it. */
    public void truncate(int earlierSize) {
        size = earlierSize;
    }

    /** A key of a KVLIST; its element must follow. */
    public void key(byte[] array, int offset, int length) {
        lengthAndBytes(array, offset, length);
    }

    /** A key of a KVLIST whose element was written first, from {@code position} to the end; moves the element. */
    public void keyBefore(int position, byte[] array, int offset, int length) {
        int moved = size - position;
        ensure(LENGTH_BYTES + length);
        System.arraycopy(buffer, position, buffer, position + LENGTH_BYTES + length, moved);
        size = position;
        lengthAndBytes(array, offset, length);
        size += moved;
    }

    /** An element without payload: ABSENT or EMPTY. */
    public void nothing(ValueType type) {
        type(type);
    }

    /** A BOOL element. */
    public void bool(boolean value) {
        type(ValueType.BOOL);
        ensure(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    /** An INT element. */
    public void integer(long value) {
        type(ValueType.INT);
        ensure(ValueBytes.NUMBER_BYTES);
        ValueBytes.putInt(buffer, size, value);
        size += ValueBytes.NUMBER_BYTES;
    }

    /** A DOUBLE element, by its IEEE 754 bits. */
    public void doubleBits(long bits) {
        type(ValueType.DOUBLE);
        ensure(ValueBytes.NUMBER_BYTES);
        ValueBytes.putDoubleBits(buffer, size, bits);
        size += ValueBytes.NUMBER_BYTES;
    }

    /** A STRING or BYTES element. */
    public void bytes(ValueType type, byte[] array, int offset, int length) {
        type(type);
        lengthAndBytes(array, offset, length);
    }

    /** Starts an ARRAY or KVLIST element; returns the mark that {@link #close} takes. */
    public int open(ValueType type) {
        type(type);
        ensure(LENGTH_BYTES);
        size += LENGTH_BYTES;
        return size;
    }

    /** Ends the container that {@link #open} started. */
    public void close(int mark) {
        ValueBytes.putLength(buffer, mark - LENGTH_BYTES, size - mark);
    }

    private void type(ValueType type) {
        ensure(1);
        buffer[size++] = type.code();
    }

    private void lengthAndBytes(byte[] array, int offset, int length) {
        ensure(LENGTH_BYTES + length);
        ValueBytes.putLength(buffer, size, length);
        System.arraycopy(array, offset, buffer, size + LENGTH_BYTES, length);
        size += LENGTH_BYTES + length;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
