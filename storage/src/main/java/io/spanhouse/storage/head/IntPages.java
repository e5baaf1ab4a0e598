package io.spanhouse.storage.head;

import io.spanhouse.storage.model.IntColumn;

/** A column of ints that grows by pages, as {@link LongPages} does. */
final class IntPages {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

    private static final int[] NO_PAGE = new int[0];

    private final int[][] pages;
    /** The page that is being filled; of the appending thread only. */
    private int[] last = NO_PAGE;

    private int size;

    /** A column for at most so many values. */
    IntPages(int sizeMax) {
        pages = new int[sizeMax + PAGE_MASK >>> PAGE_BITS][];
    }

    void add(int value) {
        int index = size & PAGE_MASK;
        if (index == 0) {
            addPage();
        }
        last[index] = value;
        size++;
    }

    /**
     * Apart from {@link #add} so that the compiler, which finds it rare, leaves it out: a row is some thirty adds, and the
     * code of an allocation in each of them would be most of what is compiled for it.
     */
    private void addPage() {
        last = new int[PAGE_MASK + 1];
        pages[size >>> PAGE_BITS] = last;
    }

    int get(int index) {
        return pages[index >>> PAGE_BITS][index & PAGE_MASK];
    }

    void set(int index, int value) {
        pages[index >>> PAGE_BITS][index & PAGE_MASK] = value;
    }

    /** Whether a run holds the same values as a column. */
    boolean same(int start, int end, IntColumn values) {
        if (end - start != values.size()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (get(i) != values.get(i - start)) {
                return false;
            }
        }
        return true;
    }

    /** Number of values; of the appending thread only. */
    int size() {
        return size;
    }

    /** Bytes of the values; of the appending thread only. */
    long bytes() {
        return (long) Integer.BYTES * size;
    }
}
