package io.spanhouse.storage.scripts;

import java.util.Arrays;

/** All rows that are offered, in an order: 12 bytes a row. */
final class RowSort {
    private final RowOrder order;
    private int[] rows = new int[1_024];
    private long[] keys = new long[1_024];
    private int size;

    RowSort(RowOrder order) {
        this.order = order;
    }

    void offer(long key, int row) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            keys = Arrays.copyOf(keys, 2 * size);
        }
        rows[size] = row;
        keys[size++] = key;
    }

    /** The rows in their order. */
    int[] take() {
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, size, keys[i], rows[i]);
        }
        for (int end = size - 1; end > 0; end--) {
            long key = keys[end];
            int row = rows[end];
            keys[end] = keys[0];
            rows[end] = rows[0];
            sink(0, end, key, row);
        }
        return Arrays.copyOf(rows, size);
    }

    private void sink(int from, int end, long key, int row) {
        int at = from;
        for (int child = 2 * at + 1; child < end; child = 2 * at + 1) {
            if (child + 1 < end && order.isBefore(keys[child], rows[child], keys[child + 1], rows[child + 1])) {
                child++;
            }
            if (!order.isBefore(key, row, keys[child], rows[child])) {
                break;
            }
            keys[at] = keys[child];
            rows[at] = rows[child];
            at = child;
        }
        keys[at] = key;
        rows[at] = row;
    }
}
