package io.spanhouse.storage.model;

import java.util.Arrays;

/**
 * A {@link StringTable} that grows, with a hash table in front of it so that equal bytes get one code. Code 0 is the
 * empty string from the start. Costs 4 bytes a string and 8 bytes a hash slot beside the bytes. Not thread-safe while
 * growing.
 */
public final class StringTableBuilder implements StringTable {
    private final IntColumn ends = new IntColumn(64);
    private byte[] arena = new byte[1024];
    private int arenaSize;
    /** Code + 1 by hash, 0 = free; at most half full. */
    private int[] slots = new int[128];

    public StringTableBuilder() {
        ends.add(0);
    }

    @Override
    public int size() {
        return ends.size();
    }

    @Override
    public void get(int code, ByteSlice into) {
        int start = code == 0 ? 0 : ends.get(code - 1);
        into.set(arena, start, ends.get(code) - start);
    }

    /** Bytes of all strings. */
    public int byteCount() {
        return arenaSize;
    }

    /** The code of these bytes, new or known. */
    public int intern(byte[] array, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int mask = slots.length - 1;
        int slot = (int) ByteHash.hash(array, offset, length, 0) & mask;
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            int start = ends.get(code - 1);
            if (Arrays.equals(arena, start, ends.get(code), array, offset, offset + length)) {
                return code;
            }
            slot = slot + 1 & mask;
        }
        int code = append(array, offset, length);
        slots[slot] = code + 1;
        if (ends.size() * 2 > slots.length) {
            rehash();
        }
        return code;
    }

    /** Appends these bytes under a new code without looking whether they are known; only for tables built by codes. */
    public int append(byte[] array, int offset, int length) {
        if (arena.length - arenaSize < length) {
            arena = Arrays.copyOf(arena, Math.max(arena.length * 2, arenaSize + length));
        }
        System.arraycopy(array, offset, arena, arenaSize, length);
        arenaSize += length;
        ends.add(arenaSize);
        return ends.size() - 1;
    }

    private void rehash() {
        // Appended codes were not counted against the slots so far, so doubling once need not be enough.
        slots = new int[Integer.highestOneBit(ends.size()) * 4];
        int mask = slots.length - 1;
        for (int code = 1; code < ends.size(); code++) {
            int start = ends.get(code - 1);
            int slot = (int) ByteHash.hash(arena, start, ends.get(code) - start, 0) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = code + 1;
        }
    }
}
