package io.spanhouse.storage.head;

/**
 * A column of longs that grows by pages, so that nothing moves: one thread appends while others read what was published
 * before, with no lock. The directory of pages has its full length from the start, because a directory that is copied
 * could be seen without its contents.
 */
final class LongPages {
    private static final int PAGE_BITS = 12;
    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

    private static final long[] NO_PAGE = new long[0];

    private final long[][] pages;
    /** The page that is being filled; of the appending thread only. */
    private long[] last = NO_PAGE;

    private int size;

    /** A column for at most so many values. */
    LongPages(int sizeMax) {
        pages = new long[sizeMax + PAGE_MASK >>> PAGE_BITS][];
    }

    void add(long value) {
        int index = size & PAGE_MASK;
        if (index == 0) {
            addPage();
        }
        last[index] = value;
        size++;
    }

    /** Apart from {@link #add}, as {@link IntPages} says. */
    private void addPage() {
        last = new long[PAGE_MASK + 1];
        pages[size >>> PAGE_BITS] = last;
    }

    long get(int index) {
        return pages[index >>> PAGE_BITS][index & PAGE_MASK];
    }

    void set(int index, long value) {
        pages[index >>> PAGE_BITS][index & PAGE_MASK] = value;
    }

    /** Number of values; of the appending thread only. */
    int size() {
        return size;
    }

    /** Bytes of the values; of the appending thread only. */
    long bytes() {
        return (long) Long.BYTES * size;
    }
}
