package io.spanhouse.storage.scripts;

import java.util.Arrays;

/** A column of ints that grows by pages, so that growing copies nothing. Not thread-safe while it grows. */
final class IntList {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    /** The first page grows up to its size, so that a project with few runs takes little. */
    private static final int FIRST_PAGE_SIZE = 8;

    private int[][] pages = {new int[FIRST_PAGE_SIZE]};
    private int size;

    int size() {
        return size;
    }

    void add(int value) {
        int page = size >>> PAGE_BITS;
        if (size < PAGE_SIZE) {
            if (size == pages[0].length) {
                pages[0] = Arrays.copyOf(pages[0], 2 * size);
            }
        } else if ((size & PAGE_SIZE - 1) == 0) {
            if (page == pages.length) {
                pages = Arrays.copyOf(pages, 2 * page);
            }
            pages[page] = new int[PAGE_SIZE];
        }
        pages[page][size & PAGE_SIZE - 1] = value;
        size++;
    }

    int get(int index) {
        return pages[index >>> PAGE_BITS][index & PAGE_SIZE - 1];
    }

    void set(int index, int value) {
        pages[index >>> PAGE_BITS][index & PAGE_SIZE - 1] = value;
    }

    /** Forgets all values. */
    void clear() {
        pages = new int[][] {new int[FIRST_PAGE_SIZE]};
        size = 0;
    }

    long bytes() {
        return size <= PAGE_SIZE ? 4L * pages[0].length : 4L * (size + PAGE_SIZE);
    }
}
