package io.spanhouse.storage.model;

/**
 * Finds rows of a small table by hash: hashes and row numbers in open addressing, so that a request with as many
 * resources as spans does not cost the square of them. The caller compares the rows that {@link #first} and {@link #next}
 * offer; a row that was not added is not offered. About 24 bytes a row. Not thread-safe.
 */
final class RowSlots {
    private final LongColumn hashes = new LongColumn(4);
    private final IntColumn rows = new IntColumn(4);
    /** Index in the columns + 1 by hash, 0 = free; at most half full. */
    private int[] slots = new int[8];

    private long wanted;
    private int slot;

    /** The first row with this hash, -1 for none. */
    int first(long hash) {
        wanted = hash;
        slot = (int) hash & slots.length - 1;
        return rowFromSlot();
    }

    /** The next row with the hash that {@link #first} was asked for, -1 for none. */
    int next() {
        slot = slot + 1 & slots.length - 1;
        return rowFromSlot();
    }

    /** Adds a row with its hash. */
    void add(long hash, int row) {
        hashes.add(hash);
        rows.add(row);
        if (hashes.size() * 2 > slots.length) {
            slots = new int[slots.length * 2];
            for (int index = 0; index < hashes.size(); index++) {
                put(index);
            }
        } else {
            put(hashes.size() - 1);
        }
    }

    private int rowFromSlot() {
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (hashes.get(index) == wanted) {
                return rows.get(index);
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    private void put(int index) {
        int free = (int) hashes.get(index) & slots.length - 1;
        while (slots[free] != 0) {
            free = free + 1 & slots.length - 1;
        }
        slots[free] = index + 1;
    }
}
