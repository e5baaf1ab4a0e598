package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.StringTable;

/** The strings of a generation, each once. One thread adds, any reads; see {@link LongPages}. */
final class HeadStrings implements StringTable {
    /** Up to here batches may fill the table; the rest is for the names of older fragments. */
    static final int BATCHES_MAX = 1 << 22;

    private static final int SIZE_MAX = 1 << 23;

    private final ByteArena arena;
    private final IntPages positions = new IntPages(SIZE_MAX);
    private final HashSlots slots = new HashSlots();
    private final ByteSlice known = new ByteSlice();

    HeadStrings(ByteArena arena) {
        this.arena = arena;
        positions.add(arena.add(new byte[0], 0, 0));
    }

    @Override
    public int size() {
        return positions.size();
    }

    @Override
    public void get(int code, ByteSlice into) {
        arena.get(positions.get(code), into);
    }

    /** The code of these bytes among the first {@code count}, negative if it is none of them; for any thread. */
    int find(byte[] bytes, int count) {
        if (bytes.length == 0) {
            return 0;
        }
        long hash = ByteHash.hash(bytes, 0, bytes.length, 0);
        long[] searched = slots.array();
        int slot = HashSlots.first(searched, hash);
        ByteSlice met = new ByteSlice();
        for (long content = searched[slot]; content != 0; content = searched[slot]) {
            int code = HashSlots.code(content);
            if (HashSlots.tagged(content, hash) && code < count) {
                get(code, met);
                if (met.sameBytes(bytes, 0, bytes.length)) {
                    return code;
                }
            }
            slot = HashSlots.next(searched, slot);
        }
        return -1;
    }

    /** The code of these bytes, new or known. */
    int intern(byte[] array, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        long hash = ByteHash.hash(array, offset, length, 0);
        long[] searched = slots.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            int code = HashSlots.code(searched[slot]);
            if (HashSlots.tagged(searched[slot], hash)) {
                get(code, known);
                if (known.sameBytes(array, offset, length)) {
                    return code;
                }
            }
            slot = HashSlots.next(searched, slot);
        }
        int code = positions.size();
        positions.add(arena.add(array, offset, length));
        slots.add(hash, code);
        return code;
    }

    long bytes() {
        return positions.bytes() + slots.bytes();
    }
}
