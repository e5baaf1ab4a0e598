package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;

/**
 * The attribute pairs of a generation. Those of keys whose values repeat are there once; those of other keys are appended
 * as they come, since to look for them would cost more than it saves ({@link KeyHabits}). One thread adds, any reads; see
 * {@link LongPages}.
 */
final class HeadPairs implements PairTable {
    static final int SIZE_MAX = 1 << 25;

    private static final int TYPE_BITS = 4;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;

    private final ByteArena arena;
    private final IntPages keysAndTypes = new IntPages(SIZE_MAX);
    private final IntPages positions = new IntPages(SIZE_MAX);
    private final HashSlots slots = new HashSlots();
    private final KeyHabits habits = new KeyHabits();
    private final ByteSlice known = new ByteSlice();

    HeadPairs(ByteArena arena) {
        this.arena = arena;
    }

    @Override
    public int size() {
        return positions.size();
    }

    @Override
    public int key(int code) {
        return keysAndTypes.get(code) >>> TYPE_BITS;
    }

    @Override
    public byte type(int code) {
        return (byte) (keysAndTypes.get(code) & TYPE_MASK);
    }

    @Override
    public void value(int code, ByteSlice into) {
        arena.get(positions.get(code), into);
    }

    /** The code of a pair of a span, event or link: known, or new if it is or if it is not worth looking for. */
    int add(int key, byte type, ByteSlice value) {
        if (habits.appends(key)) {
            return append(key, type, value);
        }
        int before = positions.size();
        int code = intern(key, type, value);
        habits.looked(key, code == before);
        return code;
    }

    /** The code of a pair, new or known; equal pairs that were {@link #add added} may have others. */
    int intern(int key, byte type, ByteSlice value) {
        int keyAndType = key << TYPE_BITS | type;
        long hash = ByteHash.hash(value.array, value.offset, value.length, keyAndType);
        long[] searched = slots.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            int code = HashSlots.code(searched[slot]);
            if (HashSlots.tagged(searched[slot], hash) && keysAndTypes.get(code) == keyAndType) {
                value(code, known);
                if (known.sameBytes(value)) {
                    return code;
                }
            }
            slot = HashSlots.next(searched, slot);
        }
        int code = append(key, type, value);
        slots.add(hash, code);
        return code;
    }

    private int append(int key, byte type, ByteSlice value) {
        int code = positions.size();
        keysAndTypes.add(key << TYPE_BITS | type);
        positions.add(arena.add(value.array, value.offset, value.length));
        return code;
    }

    long bytes() {
        return keysAndTypes.bytes() + positions.bytes() + slots.bytes() + habits.bytes();
    }
}
