package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
    /** Values that lie elsewhere; their position is below 0, minus 1 minus the place here. */
    private volatile DistantValue[] distant = new DistantValue[4];

    private int distantCount;
    private long distantBytes;

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
        DistantValue elsewhere = distant(code);
        if (elsewhere == null) {
            arena.get(positions.get(code), into);
        } else {
            into.set(elsewhere.read());
        }
    }

    @Override
    public @Nullable DistantValue distant(int code) {
        int position = positions.get(code);
        return position < 0 ? distant[-1 - position] : null;
    }

    /** Bytes of the values that lie elsewhere. */
    long distantBytes() {
        return distantBytes;
    }

    /**
     * The code of a pair of a span, event or link: known, or new if it is or if it is not worth looking for.
     *
     * @param elsewhere where the value can be read again; it is not copied then
     */
    int add(int key, byte type, ByteSlice value, @Nullable DistantValue elsewhere) {
        if (habits.appends(key)) {
            return append(key, type, value, elsewhere);
        }
        int before = positions.size();
        int code = intern(key, type, value, elsewhere);
        habits.looked(key, code == before);
        return code;
    }

    /** The code of a pair, new or known; equal pairs that were {@link #add added} may have others. */
    int intern(int key, byte type, ByteSlice value) {
        return intern(key, type, value, null);
    }

    private int intern(int key, byte type, ByteSlice value, @Nullable DistantValue elsewhere) {
        int keyAndType = key << TYPE_BITS | type;
        long hash = ByteHash.hash(value.array, value.offset, value.length, keyAndType);
        long[] searched = slots.array();
        int slot = HashSlots.first(searched, hash);
        while (searched[slot] != 0) {
            int code = HashSlots.code(searched[slot]);
            if (HashSlots.tagged(searched[slot], hash) && keysAndTypes.get(code) == keyAndType) {
                if (isValue(code, value, elsewhere == null)) {
                    return code;
                }
            }
            slot = HashSlots.next(searched, slot);
        }
        int code = append(key, type, value, elsewhere);
        slots.add(hash, code);
        return code;
    }

    /** Whether a pair has this value, and has it here if that is asked for. */
    private boolean isValue(int code, ByteSlice value, boolean here) {
        DistantValue elsewhere = distant(code);
        if (elsewhere == null) {
            value(code, known);
            return known.sameBytes(value);
        }
        if (here || elsewhere.length() != value.length) {
            return false;
        }
        try {
            return value.sameBytes(elsewhere.read(), 0, elsewhere.length());
        } catch (StoreException e) {
            // The journal is damaged there. The new value is whole, and stays so under a code of its own.
            return false;
        }
    }

    private int append(int key, byte type, ByteSlice value, @Nullable DistantValue elsewhere) {
        int code = positions.size();
        keysAndTypes.add(key << TYPE_BITS | type);
        positions.add(
                elsewhere == null ? arena.add(value.array, value.offset, value.length) : -1 - addDistant(elsewhere));
        return code;
    }

    private int addDistant(DistantValue value) {
        DistantValue[] values = distant;
        if (distantCount == values.length) {
            values = Arrays.copyOf(values, distantCount * 2);
        }
        values[distantCount] = value;
        distant = values;
        distantBytes += value.length();
        return distantCount++;
    }

    long bytes() {
        return keysAndTypes.bytes()
                + positions.bytes()
                + slots.bytes()
                + habits.bytes()
                + (long) JournaledValue.BYTES * distantCount;
    }
}
