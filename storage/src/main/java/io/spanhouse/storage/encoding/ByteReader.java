package io.spanhouse.storage.encoding;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a stretch of bytes front to back and never past its end. Everything that cannot be is a {@link StoreException}
 * CORRUPT that says where. Not thread-safe.
 */
public final class ByteReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array = new byte[0];
    private int start;
    private int position;
    private int end;

    /** Starts at the front of a stretch; the array must be {@link Packed#SLACK} longer than the stretch's end. */
    public ByteReader set(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || bytes.length - Packed.SLACK - offset < length) {
            throw new IllegalArgumentException("bytes " + offset + " and " + length + " more of " + bytes.length
                    + ", expected " + Packed.SLACK + " behind them");
        }
        array = bytes;
        start = offset;
        position = offset;
        end = offset + length;
        return this;
    }

    /** The array that is read. */
    public byte[] array() {
        return array;
    }

    /** Where in the array the next byte is. */
    public int position() {
        return position;
    }

    /** Bytes left. */
    public int remaining() {
        return end - position;
    }

    /** Moves past some bytes and gives where in the array they start. */
    public int skip(long bytes) {
        if (bytes < 0 || bytes > end - position) {
            throw corrupt(bytes + " bytes are wanted, " + (end - position) + " are left");
        }
        int from = position;
        position += (int) bytes;
        return from;
    }

    /** One byte, 0 to 255. */
    public int u8() {
        return array[skip(1)] & 0xFF;
    }

    /** A number in so many bytes, least first; unsigned below 8 bytes. */
    public long fixed(int bytes) {
        int from = skip(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (array[from + i] & 0xFFL) << 8 * i;
        }
        return value;
    }

    /** Eight bytes, least first. */
    public long u64() {
        return (long) LONG.get(array, skip(Long.BYTES));
    }

    /** Unsigned LEB128. */
    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = u8();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw corrupt("a varint has over 10 bytes");
    }

    /** A varint that counts something of which there are at most {@code most}. */
    public int count(long most) {
        long value = varint();
        if (value < 0 || value > most) {
            throw corrupt("a count is " + Long.toUnsignedString(value) + ", expected at most " + most);
        }
        return (int) value;
    }

    /** A signed number. */
    public long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    /** Points {@code into} at bytes with their length before them. */
    public void lengthAndBytes(ByteSlice into) {
        int length = count(remaining());
        into.set(array, skip(length), length);
    }

    /** Checks that nothing is left. */
    public void expectEnd() {
        if (position != end) {
            throw corrupt((end - position) + " bytes are left behind the end");
        }
    }

    /** The failure to throw when what was read cannot be. */
    public StoreException corrupt(String found) {
        return new StoreException(
                FailureKind.CORRUPT, "at byte " + (position - start) + " of " + (end - start) + ": " + found);
    }
}
