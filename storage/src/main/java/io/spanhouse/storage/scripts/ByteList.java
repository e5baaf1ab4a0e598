package io.spanhouse.storage.scripts;

import java.util.Arrays;

/** A column of bytes that grows by pages, so that growing copies nothing. Not thread-safe while it grows. */
final class ByteList {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;

    private byte[][] pages = new byte[16][];
    private int size;

    int size() {
        return size;
    }

    void add(int value) {
        int page = size >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * page);
        }
        if ((size & PAGE_SIZE - 1) == 0) {
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
        return (long) size + PAGE_SIZE;
    }
}
