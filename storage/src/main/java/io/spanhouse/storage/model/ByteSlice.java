package io.spanhouse.storage.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A stretch of a byte array that somebody else owns. Mutable so that one instance serves a whole loop; it is valid until
 * the next call that fills it. Not thread-safe.
 */
public final class ByteSlice implements Comparable<ByteSlice> {
    private static final byte[] NOTHING = new byte[0];

    public byte[] array = NOTHING;
    public int offset;
    public int length;

    /** Points this slice at {@code length} bytes of {@code array} from {@code offset} on. */
    public ByteSlice set(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /** Points this slice at a whole array. */
    public ByteSlice set(byte[] array) {
        return set(array, 0, array.length);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The bytes read as UTF-8; not for hot paths. */
    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** Whether both slices hold the same bytes. */
    public boolean sameBytes(ByteSlice other) {
        return Arrays.equals(array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    /** Whether this slice holds exactly these bytes. */
    public boolean sameBytes(byte[] other, int otherOffset, int otherLength) {
        return Arrays.equals(array, offset, offset + length, other, otherOffset, otherOffset + otherLength);
    }

    /** Order by unsigned bytes, the shorter first where one starts the other. */
    @Override
    public int compareTo(ByteSlice other) {
        return Arrays.compareUnsigned(
                array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteSlice && sameBytes((ByteSlice) other);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "ByteSlice[" + length + " bytes]";
    }
}
