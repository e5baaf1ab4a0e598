package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.ByteHash;
import java.util.Arrays;

/**
 * What stretches of the request's bytes became, so that equal bytes are not parsed again: one number by the bytes
 * themselves, which stay in the request. An attribute that is known costs one hash and one comparison, about 20 ns; this
 * takes the place of looking up its key and its value.
 *
 * <p>Holds at most {@link #ENTRIES_MAX}; when full it forgets all and goes on, which only costs repeated work. Not
 * thread-safe; {@link #clear()} before the next request.
 */
final class RawBytesCache {
    static final int ENTRIES_MAX = 1 << 16;

    private static final int SLOTS_MIN = 64;
    /** A slot: 32 bits of hash, offset, length, number + 1 (0 = free). */
    private static final int SLOT_INTS = 4;

    private int[] slots = new int[SLOTS_MIN * SLOT_INTS];
    private int entries;
    private int wanted;
    private int wantedOffset;
    private int wantedLength;

    /** The number of these bytes, -1 if they are not known. */
    int find(byte[] bytes, int offset, int length) {
        int hash = (int) (ByteHash.hash(bytes, offset, length, 0) >>> 32);
        wanted = hash;
        wantedOffset = offset;
        wantedLength = length;
        int mask = slots.length - 1;
        int slot = hash * SLOT_INTS & mask;
        while (slots[slot + 3] != 0) {
            if (slots[slot] == hash && slots[slot + 2] == length) {
                int known = slots[slot + 1];
                if (Arrays.equals(bytes, known, known + length, bytes, offset, offset + length)) {
                    return slots[slot + 3] - 1;
                }
            }
            slot = slot + SLOT_INTS & mask;
        }
        return -1;
    }

    /** Keeps the number of the bytes that {@link #find} did not know. */
    void put(int number) {
        if (entries == ENTRIES_MAX) {
            clear();
        }
        place(wanted, wantedOffset, wantedLength, number + 1);
        if (++entries * 2 * SLOT_INTS > slots.length) {
            grow();
        }
    }

    /** Forgets all; keeps as much room as was of use. */
    void clear() {
        int used = SLOTS_MIN;
        while (used < entries * 2) {
            used *= 2;
        }
        if (used * SLOT_INTS < slots.length / 4) {
            slots = new int[used * SLOT_INTS];
        } else if (entries > 0) {
            Arrays.fill(slots, 0);
        }
        entries = 0;
    }

    private void place(int hash, int offset, int length, int stored) {
        int mask = slots.length - 1;
        int slot = hash * SLOT_INTS & mask;
        while (slots[slot + 3] != 0) {
            slot = slot + SLOT_INTS & mask;
        }
        slots[slot] = hash;
        slots[slot + 1] = offset;
        slots[slot + 2] = length;
        slots[slot + 3] = stored;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[old.length * 2];
        for (int i = 0; i < old.length; i += SLOT_INTS) {
            if (old[i + 3] != 0) {
                place(old[i], old[i + 1], old[i + 2], old[i + 3]);
            }
        }
    }
}
