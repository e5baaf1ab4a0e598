package io.spanhouse.storage.scripts;

/** The first rows of an order among those that are offered, at most so many: a heap with the last of them on top. */
final class TopRows {
    private final RowOrder order;
    private final int[] rows;
    private final long[] keys;
    private int size;

    TopRows(RowOrder order, int limit) {
        this.order = order;
        this.rows = new int[limit];
        this.keys = new long[limit];
    }

    void offer(long key, int row) {
        if (size < rows.length) {
            int at = size++;
            while (at > 0) {
                int parent = (at - 1) / 2;
                if (!order.isBefore(keys[parent], rows[parent], key, row)) {
                    break;
                }
                move(parent, at);
                at = parent;
            }
            put(at, key, row);
        } else if (size > 0 && order.isBefore(key, row, keys[0], rows[0])) {
            sink(key, row);
        }
    }

    private void sink(long key, int row) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && order.isBefore(keys[child], rows[child], keys[child + 1], rows[child + 1])) {
                child++;
            }
            if (!order.isBefore(key, row, keys[child], rows[child])) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, key, row);
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        rows[to] = rows[from];
    }

    private void put(int at, long key, int row) {
        keys[at] = key;
        rows[at] = row;
    }

    /** The rows in their order; nothing may be offered afterwards. */
    int[] take() {
        int[] ordered = new int[size];
        while (size > 0) {
            ordered[size - 1] = rows[0];
            size--;
            sink(keys[size], rows[size]);
        }
        return ordered;
    }
}
