package io.spanhouse.storage.index;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/** The hashes that filters and large values are stored by: the same for ever, on every machine. About 10 ns a value. */
public final class FilterHash {
    private static final Hasher64 HASHER = Hashing.xxh3_64();
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private FilterHash() {}

    /** Hash of what values of one key and type have in common. */
    public static long ofKey(byte[] key, int offset, int length, int type) {
        return HASHER.hashBytesToLong(key, offset, length) + type * FACTOR;
    }

    /** Hash of a value alone. */
    public static long ofValue(byte[] value, int offset, int length) {
        return HASHER.hashBytesToLong(value, offset, length);
    }

    /** Hash of a value of a key. */
    public static long of(long keyHash, long valueHash) {
        long mixed = (keyHash ^ Long.rotateLeft(valueHash, 32)) * FACTOR + valueHash;
        return mixed ^ mixed >>> 29;
    }
}
