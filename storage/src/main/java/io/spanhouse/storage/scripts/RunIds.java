package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.ByteSlice;

/** Run ids by dense numbers. Not thread-safe while it grows. */
final class RunIds {
    private static final int NONE = -1;

    private final TextHeap texts;
    private final IntList places = new IntList();
    private final TextHeap.Text known = new TextHeap.Text();
    /** Numbers of runs plus one; open addressing, at most half full. */
    private int[] slots = new int[1 << 4];

    RunIds(TextHeap texts) {
        this.texts = texts;
    }

    int size() {
        return places.size();
    }

    /** The number of a run id, new or known. */
    int intern(byte[] array, int offset, int length) {
        int found = find(array, offset, length, known);
        if (found != NONE) {
            return found;
        }
        if (2 * (places.size() + 1) > slots.length) {
            grow();
        }
        int number = places.size();
        places.add(texts.add(array, offset, length));
        put(number);
        return number;
    }

    /** The number of a run id, -1 if it is not known. */
    int find(byte[] array, int offset, int length) {
        return find(array, offset, length, new TextHeap.Text());
    }

    private int find(byte[] array, int offset, int length, TextHeap.Text text) {
        int mask = slots.length - 1;
        for (int slot = slot(array, offset, length); slots[slot] != 0; slot = slot + 1 & mask) {
            int number = slots[slot] - 1;
            if (get(number, text).sameBytes(array, offset, length)) {
                return number;
            }
        }
        return NONE;
    }

    private int slot(byte[] array, int offset, int length) {
        return (int) (ByteHash.hash(array, offset, length, 0) >>> 32) & slots.length - 1;
    }

    private void put(int number) {
        ByteSlice id = get(number, known);
        int slot = slot(id.array, id.offset, id.length);
        while (slots[slot] != 0) {
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = number + 1;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int number = 0; number < places.size(); number++) {
            put(number);
        }
    }

    /** A run id; it is good until the next text is read. */
    ByteSlice get(int number, TextHeap.Text into) {
        return texts.get(places.get(number), into);
    }

    String text(int number) {
        return texts.text(places.get(number));
    }

    long bytes() {
        return places.bytes() + 4L * slots.length;
    }
}
