package io.spanhouse.storage.scripts;

import java.util.Arrays;

/** A column of bytes that grows by pages, so that growing copies nothing. Not thread-safe while it grows. */
final class ByteList {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    /** The first page grows up to its size, so that a project with few runs takes little. */
    private static final int FIRST_PAGE_SIZE = 8;

    private byte[][] pages = {new byte[FIRST_PAGE_SIZE]};
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
            pages[page] = new byte[PAGE_SIZE];
        }
        pages[page][size & PAGE_SIZE - 1] = (byte) value;
        size++;
    }

    int get(int index) {
        return pages[index >>> PAGE_BITS][index & PAGE_SIZE - 1];
    }

    void set(int index, int value) {
        pages[index >>> PAGE_BITS][index & PAGE_SIZE - 1] = (byte) value;
    }

    long bytes() {
        return size <= PAGE_SIZE ? pages[0].length : (long) (size + PAGE_SIZE);
    }
}
