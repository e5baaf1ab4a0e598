package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.ByteSlice;

/** Run ids by dense numbers. Not thread-safe while it grows. */
final class RunIds {
    private static final int NONE = -1;

    private final TextHeap texts;
    private final IntList places = new IntList();
    private final ByteSlice known = new ByteSlice();
    /** A run's number plus one, and the low half of its hash above it; open addressing, at most half full. */
    private long[] slots = new long[1 << 10];

    RunIds(TextHeap texts) {
        this.texts = texts;
    }

    int size() {
        return places.size();
    }

    /** The number of a run id, new or known. */
    int intern(byte[] array, int offset, int length) {
        int found = find(array, offset, length);
        if (found != NONE) {
            return found;
        }
        if (2 * (places.size() + 1) > slots.length) {
            grow();
        }
        int number = places.size();
        places.add(texts.add(array, offset, length));
        put(slots, ByteHash.hash(array, offset, length, 0), number);
        return number;
    }

    /** The number of a run id, -1 if it is not known. */
    int find(byte[] array, int offset, int length) {
        ByteSlice slice = new ByteSlice();
        long hash = ByteHash.hash(array, offset, length, 0);
        int mask = slots.length - 1;
        for (int slot = (int) (hash >>> 32) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            if ((int) (slots[slot] >>> 32) == (int) hash) {
                int number = (int) slots[slot] - 1;
                texts.get(places.get(number), slice);
                if (slice.sameBytes(array, offset, length)) {
                    return number;
                }
            }
        }
        return NONE;
    }

    private static void put(long[] slots, long hash, int number) {
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = hash << 32 | number + 1;
    }

    private void grow() {
        long[] more = new long[2 * slots.length];
        for (int number = 0; number < places.size(); number++) {
            texts.get(places.get(number), known);
            put(more, ByteHash.hash(known.array, known.offset, known.length, 0), number);
        }
        slots = more;
    }

    /** Points a slice at a run id. */
    void get(int number, ByteSlice into) {
        texts.get(places.get(number), into);
    }

    String text(int number) {
        return texts.text(places.get(number));
    }

    long bytes() {
        return places.bytes() + 8L * slots.length;
    }
}
