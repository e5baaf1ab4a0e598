package io.spanhouse.storage.head;

import java.util.Arrays;

/**
 * Which rows of a generation a later row replaced, and which did. Takes nothing until there is one, then 4 bytes a row for
 * each page of rows that has one. A row dies with the row that replaces it: who sees fewer rows sees it alive. One thread
 * writes; what others see is published with the rows, as {@link LongPages} is.
 */
final class DeadRows {
    /** Replaces a row that is alive. */
    static final int NEVER = Integer.MAX_VALUE;

    private static final int PAGE_BITS = 12;
    private static final int PAGE_ROWS = 1 << PAGE_BITS;

    private int[][] pages = new int[0][];
    private int dead;

    /** The row that replaced a row, {@link #NEVER} if none did. */
    int replacedBy(int row) {
        int[][] known = pages;
        int page = row >>> PAGE_BITS;
        if (page >= known.length || known[page].length == 0) {
            return NEVER;
        }
        return known[page][row & PAGE_ROWS - 1];
    }

    /** Whether a row is dead for who sees the first {@code rowCount} rows. */
    boolean isDead(int row, int rowCount) {
        return replacedBy(row) < rowCount;
    }

    /** Whether there is any; of the writing thread only. */
    boolean any() {
        return dead > 0;
    }

    void replace(int row, int by) {
        int page = row >>> PAGE_BITS;
        if (page >= pages.length) {
            int[][] more = Arrays.copyOf(pages, page + 1);
            Arrays.fill(more, pages.length, more.length, new int[0]);
            pages = more;
        }
        if (pages[page].length == 0) {
            int[] fresh = new int[PAGE_ROWS];
            Arrays.fill(fresh, NEVER);
            pages[page] = fresh;
        }
        pages[page][row & PAGE_ROWS - 1] = by;
        dead++;
    }

    long bytes() {
        long bytes = 0;
        for (int[] page : pages) {
            bytes += 4L * page.length;
        }
        return bytes;
    }
}
