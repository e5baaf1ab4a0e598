package io.spanhouse.storage.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of attribute values.
 *
 * <pre>
 * value of a pair, by its type (the type itself lies beside it)
 *   ABSENT, EMPTY   nothing
 *   STRING          the UTF-8 bytes
 *   BOOL            one byte, 0 or 1
 *   INT             8 bytes big-endian, the sign bit flipped
 *   DOUBLE          8 bytes big-endian: the IEEE 754 bits, all flipped if negative, else only the sign bit
 *   BYTES           the bytes
 *   ARRAY           element*
 *   KVLIST          (key length u32, key UTF-8, element)*
 *
 * element           type code u8, then
 *   ABSENT, EMPTY   nothing
 *   BOOL            1 byte, as above
 *   INT, DOUBLE     8 bytes, as above
 *   STRING, BYTES, ARRAY, KVLIST   length u32 big-endian, then that many bytes as above
 * </pre>
 *
 * <p>Unsigned byte order is value order within INT, within DOUBLE, within STRING and within BYTES, so sorted
 * dictionaries answer ranges. Every bit of a double is kept. {@link ValueWriter} writes nested values, {@link
 * ValueCursor} reads them.
 */
public final class ValueBytes {
    /** Bytes of an INT or DOUBLE. */
    public static final int NUMBER_BYTES = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private ValueBytes() {}

    /** Writes an INT's 8 bytes. */
    public static void putInt(byte[] array, int offset, long value) {
        LONG.set(array, offset, value ^ Long.MIN_VALUE);
    }

    /** Reads an INT's 8 bytes. */
    public static long getInt(byte[] array, int offset) {
        return (long) LONG.get(array, offset) ^ Long.MIN_VALUE;
    }

    /** Writes the 8 bytes of the DOUBLE with these IEEE 754 bits. */
    public static void putDoubleBits(byte[] array, int offset, long bits) {
        LONG.set(array, offset, bits ^ ((bits >> 63) | Long.MIN_VALUE));
    }

    /** Reads the IEEE 754 bits of a DOUBLE. */
    public static long getDoubleBits(byte[] array, int offset) {
        long sortable = (long) LONG.get(array, offset);
        return sortable ^ ((~sortable >> 63) | Long.MIN_VALUE);
    }

    /** Reads a DOUBLE. */
    public static double getDouble(byte[] array, int offset) {
        return Double.longBitsToDouble(getDoubleBits(array, offset));
    }

    /** Reads a BOOL. */
    public static boolean getBool(byte[] array, int offset) {
        return array[offset] != 0;
    }

    static void putLength(byte[] array, int offset, int length) {
        INT.set(array, offset, length);
    }

    static int getLength(byte[] array, int offset) {
        return (int) INT.get(array, offset);
    }
}
