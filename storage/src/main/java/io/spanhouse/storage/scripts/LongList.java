package io.spanhouse.storage.scripts;

import java.util.Arrays;

/** A column of longs that grows by pages, so that growing copies nothing. Not thread-safe while it grows. */
final class LongList {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    /** The first page grows up to its size, so that a project with few runs takes little. */
    private static final int FIRST_PAGE_SIZE = 8;

    private long[][] pages = {new long[FIRST_PAGE_SIZE]};
    private int size;

    int size() {
        return size;
    }

    void add(long value) {
        int page = size >>> PAGE_BITS;
        if (size < PAGE_SIZE) {
            if (size == pages[0].length) {
                pages[0] = Arrays.copyOf(pages[0], 2 * size);
            }
        } else if ((size & PAGE_SIZE - 1) == 0) {
            if (page == pages.length) {
                pages = Arrays.copyOf(pages, 2 * page);
            }
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
        return size <= PAGE_SIZE ? 8L * pages[0].length : 8L * (size + PAGE_SIZE);
    }
}
