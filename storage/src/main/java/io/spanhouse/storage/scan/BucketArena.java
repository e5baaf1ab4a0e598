package io.spanhouse.storage.scan;

import java.util.Arrays;

/**
 * Counts positive whole numbers of many cells in buckets of the finest scale, in front of the histograms of the cells: all
 * counts lie in one array, in pages of the 64 buckets between two powers of two, so that a number costs two dependent reads
 * of memory that stays in the processor's cache. Takes 272 bytes a cell and 256 bytes a page. Not thread-safe.
 */
final class BucketArena {
    /** Most cells: of more, hardly any page would stay in the cache. */
    static final int CELLS_MAX = 1 << 14;

    /** Bytes that a cell takes without its pages. */
    private static final int CELL_BYTES = 272;

    private static final int PAGE_BITS = 6;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    /** Pages of a cell: a number of 63 bits has its bucket in one of them, 1 in the first. */
    private static final int PAGES = 64;

    private final QueryMemory memory;
    /** Page + 1 by cell and power of two; 0 = none yet. */
    private int[] pageOf = new int[0];

    private long[] least = new long[0];
    private long[] greatest = new long[0];
    private int[] counts = new int[0];
    private int pages;

    BucketArena(QueryMemory memory) {
        this.memory = memory;
    }

    /** Makes room for so many cells, as far as they have a place. */
    void ensure(int cells) {
        int before = least.length;
        int wanted = Math.min(cells, CELLS_MAX);
        if (wanted > before) {
            int capacity = Math.min(CELLS_MAX, Accumulator.grown(before, wanted));
            memory.take((long) (capacity - before) * CELL_BYTES);
            pageOf = Arrays.copyOf(pageOf, capacity * PAGES);
            least = Arrays.copyOf(least, capacity);
            greatest = Arrays.copyOf(greatest, capacity);
            Arrays.fill(least, before, capacity, Long.MAX_VALUE);
        }
    }

    /** Counts a number above 0; false if the cell has no place, or the bucket is full, which it is after 2^31 of them. */
    boolean add(int cell, long value) {
        if (cell >= least.length) {
            return false;
        }
        int index = ExponentialIndex.of(value) + PAGE_SIZE;
        int place = cell * PAGES + (index >> PAGE_BITS);
        int page = pageOf[place];
        if (page == 0) {
            page = newPage(place);
        }
        int at = (page - 1 << PAGE_BITS) + (index & PAGE_SIZE - 1);
        if (counts[at] == Integer.MAX_VALUE) {
            return false;
        }
        counts[at]++;
        least[cell] = Math.min(least[cell], value);
        greatest[cell] = Math.max(greatest[cell], value);
        return true;
    }

    private int newPage(int place) {
        if ((pages + 1) * PAGE_SIZE > counts.length) {
            int size = Math.max(16, pages + (pages >> 1)) * PAGE_SIZE;
            memory.take((long) (size - counts.length) * Integer.BYTES);
            counts = Arrays.copyOf(counts, size);
        }
        pageOf[place] = ++pages;
        return pages;
    }

    /** Moves all numbers of a cell into its histogram. */
    void moveTo(int cell, QuantileValues values) {
        if (cell >= greatest.length || greatest[cell] == 0) {
            return;
        }
        for (int power = 0; power < PAGES; power++) {
            int page = pageOf[cell * PAGES + power] - 1;
            for (int i = 0; page >= 0 && i < PAGE_SIZE; i++) {
                int at = (page << PAGE_BITS) + i;
                if (counts[at] != 0) {
                    values.bucket((power - 1 << PAGE_BITS) + i, counts[at]);
                    counts[at] = 0;
                }
            }
        }
        values.range(least[cell], greatest[cell]);
        least[cell] = Long.MAX_VALUE;
        greatest[cell] = 0;
    }
}
