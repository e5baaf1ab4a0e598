package io.spanhouse.storage.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A fast 64-bit hash of bytes for tables in memory. Never stored: its seed is drawn once per process, so that nobody can
 * prepare values that collide. About 5 ns, and 0.2 ns a byte.
 */
public final class ByteHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = new SecureRandom().nextLong();
    private static final long FACTOR_1 = 0x9E3779B97F4A7C15L;
    private static final long FACTOR_2 = 0xD6E8FEB86659FD93L;

    private ByteHash() {}

    /** Hash of a stretch of bytes, started from {@code start} so that other fields can be part of it. */
    public static long hash(byte[] array, int offset, int length, long start) {
        long hash = SEED ^ start * FACTOR_2 ^ length;
        if (length < Long.BYTES) {
            return finish(mix(hash ^ shorterThanLong(array, offset, length)));
        }
        int position = offset;
        int last = offset + length - Long.BYTES;
        while (last - position >= Long.BYTES) {
            hash = mix(
                    (long) LONG.get(array, position) ^ hash, (long) LONG.get(array, position + Long.BYTES) ^ FACTOR_1);
            position += 2 * Long.BYTES;
        }
        // The last 8 bytes may be read a second time; the length above keeps that from making two inputs one.
        long rest = position <= last ? (long) LONG.get(array, position) : 0;
        return finish(mix(rest ^ hash, (long) LONG.get(array, last) ^ FACTOR_1));
    }

    private static long shorterThanLong(byte[] array, int offset, int length) {
        if (length >= Integer.BYTES) {
            int first = (int) INT.get(array, offset);
            int last = (int) INT.get(array, offset + length - Integer.BYTES);
            return (long) first << 32 | last & 0xFFFFFFFFL;
        }
        long value = 0;
        for (int i = offset; i < offset + length; i++) {
            value = value << 8 | array[i] & 0xFF;
        }
        return value;
    }

    /** Hash of two numbers. */
    public static long hash(long first, long second) {
        return finish(mix(mix(SEED ^ first) ^ second));
    }

    private static long mix(long value) {
        long high = Math.multiplyHigh(value, FACTOR_1);
        return high ^ value * FACTOR_1;
    }

    private static long mix(long first, long second) {
        return Math.multiplyHigh(first, second) ^ first * second;
    }

    private static long finish(long value) {
        long mixed = value * FACTOR_2;
        return mixed ^ mixed >>> 32;
    }
}
