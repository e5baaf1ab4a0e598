package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.ByteHash;
import java.util.Arrays;

/** Dense numbers for tuples of numbers, all of one width. Not thread-safe. */
final class TupleTable {
    private final int width;
    private int size;
    private int[] tuples;
    /** Number + 1 by hash, 0 = free; at most half full. */
    private int[] slots = new int[64];

    TupleTable(int width) {
        this.width = width;
        this.tuples = new int[16 * width];
    }

    int size() {
        return size;
    }

    /** A member of the tuple with a number. */
    int get(int number, int position) {
        return tuples[number * width + position];
    }

    /** Copies the tuple with a number. */
    void get(int number, int[] into) {
        System.arraycopy(tuples, number * width, into, 0, width);
    }

    /** The number of a tuple; {@link #size()} grows if it is new. */
    int number(int[] tuple) {
        int mask = slots.length - 1;
        int slot = hash(tuple, 0) & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (Arrays.equals(tuples, number * width, (number + 1) * width, tuple, 0, width)) {
                return number;
            }
            slot = slot + 1 & mask;
        }
        if ((size + 1) * width > tuples.length) {
            tuples = Arrays.copyOf(tuples, Math.max(width, tuples.length * 2));
        }
        System.arraycopy(tuple, 0, tuples, size * width, width);
        slots[slot] = ++size;
        if (size * 2 > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private int hash(int[] array, int offset) {
        long hash = width;
        for (int i = offset; i < offset + width; i++) {
            hash = ByteHash.hash(hash, array[i]);
        }
        return (int) hash;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int number = 0; number < size; number++) {
            int slot = hash(tuples, number * width) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = number + 1;
        }
    }
}
