package io.spanhouse.storage.scripts;

import java.util.Arrays;

/** A column of longs that grows by pages, so that growing copies nothing. Not thread-safe while it grows. */
final class LongList {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;

    private long[][] pages = new long[16][];
    private int size;

    int size() {
        return size;
    }

    void add(long value) {
        int page = size >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        if ((size & PAGE_SIZE - 1) == 0) {
            pages[page] = new long[PAGE_SIZE];
        }
        pages[page][size & PAGE_SIZE - 1] = value;
        size++;
    }

    long get(int index) {
        return pages[index >>> PAGE_BITS][index & PAGE_SIZE - 1];
    }

    void set(int index, long value) {
        pages[index >>> PAGE_BITS][index & PAGE_SIZE - 1] = value;
    }

    long bytes() {
        return 8L * (size + PAGE_SIZE);
    }
}
