package io.spanhouse.storage.model;

import com.carrotsearch.hppc.IntObjectHashMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PairTable} that grows, with a hash table in front of it so that equal pairs get one code unless the caller
 * says that the value is not worth it. Not thread-safe while growing.
 */
public final class PairTableBuilder implements PairTable {
    private final IntColumn ends;
    private final IntColumn keys;
    private byte[] types;
    private byte[] arena;
    private int arenaSize;
    /** Code + 1 by hash, 0 = free; at most half full. */
    private int[] slots = new int[256];
    /** Values that lie elsewhere, by code; null while there are none. Here their bytes are none. */
    private @Nullable IntObjectHashMap<DistantValue> distant;

    /** A table with room for about so many pairs, whose values have so many bytes. */
    PairTableBuilder(int expectedPairs, int expectedBytes) {
        ends = new IntColumn(expectedPairs);
        keys = new IntColumn(expectedPairs);
        types = new byte[expectedPairs];
        arena = new byte[expectedBytes];
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public int key(int code) {
        return keys.get(code);
    }

    @Override
    public byte type(int code) {
        return types[code];
    }

    @Override
    public void value(int code, ByteSlice into) {
        DistantValue far = distant(code);
        if (far != null) {
            into.set(far.read());
            return;
        }
        int start = start(code);
        into.set(arena, start, ends.get(code) - start);
    }

    @Override
    public @Nullable DistantValue distant(int code) {
        return distant == null ? null : distant.get(code);
    }

    /** Bytes of all values, those that lie elsewhere left out. */
    public int byteCount() {
        return arenaSize;
    }

    /** The code of this pair, new or known. */
    public int intern(int key, byte type, byte[] array, int offset, int length) {
        int mask = slots.length - 1;
        int slot = hash(key, type, array, offset, length) & mask;
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (keys.get(code) == key
                    && types[code] == type
                    && Arrays.equals(arena, start(code), ends.get(code), array, offset, offset + length)) {
                return code;
            }
            slot = slot + 1 & mask;
        }
        int code = append(key, type, array, offset, length);
        slots[slot] = code + 1;
        if (keys.size() * 2 > slots.length) {
            rehash();
        }
        return code;
    }

    /** Appends this pair under a new code without looking whether it is known. */
    public int append(int key, byte type, byte[] array, int offset, int length) {
        int code = keys.size();
        if (code == types.length) {
            types = Arrays.copyOf(types, code * 2);
        }
        if (arena.length - arenaSize < length) {
            arena = Arrays.copyOf(arena, Math.max(arena.length * 2, arenaSize + length));
        }
        System.arraycopy(array, offset, arena, arenaSize, length);
        arenaSize += length;
        types[code] = type;
        keys.add(key);
        ends.add(arenaSize);
        return code;
    }

    /** Appends a pair whose value lies elsewhere under a new code. */
    public int appendDistant(int key, byte type, DistantValue value) {
        int code = append(key, type, arena, 0, 0);
        IntObjectHashMap<DistantValue> all = distant;
        if (all == null) {
            all = new IntObjectHashMap<>();
            distant = all;
        }
        all.put(code, value);
        return code;
    }

    private int start(int code) {
        return code == 0 ? 0 : ends.get(code - 1);
    }

    private static int hash(int key, byte type, byte[] array, int offset, int length) {
        return (int) ByteHash.hash(array, offset, length, (long) key << 8 | type);
    }

    private void rehash() {
        // Appended codes were not counted against the slots so far, so doubling once need not be enough.
        slots = new int[Integer.highestOneBit(keys.size()) * 4];
        int mask = slots.length - 1;
        for (int code = 0; code < keys.size(); code++) {
            if (distant(code) != null) {
                continue;
            }
            int start = start(code);
            int slot = hash(keys.get(code), types[code], arena, start, ends.get(code) - start) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = code + 1;
        }
    }
}
