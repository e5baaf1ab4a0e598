package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts by index, in pages of 64 that are made when one of their counts is. Indexes may be negative and lie anywhere; the
 * table of pages spans from the first to the last that is used, which for exponential buckets is some dozens. Not
 * thread-safe.
 */
final class PagedCounts {
    private static final int PAGE_BITS = 6;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;
    private static final int PAGE_BYTES = PAGE_SIZE * Long.BYTES + 16;

    /** In place of a page none of whose counts was made. */
    private static final long[] NO_PAGE = new long[0];

    private final QueryMemory memory;
    private int firstPage;
    private long[][] pages = new long[0][];
    private long total;

    PagedCounts(QueryMemory memory) {
        this.memory = memory;
    }

    void add(int index, long count) {
        int page = (index >> PAGE_BITS) - firstPage;
        long[] counts = page >= 0 && page < pages.length ? pages[page] : NO_PAGE;
        if (counts.length == 0) {
            counts = newPage(index >> PAGE_BITS);
        }
        counts[index & PAGE_SIZE - 1] += count;
        total += count;
    }

    private long[] newPage(int page) {
        memory.take(PAGE_BYTES);
        if (pages.length == 0) {
            firstPage = page;
        }
        int first = Math.min(firstPage, page);
        int end = Math.max(firstPage + pages.length, page + 1);
        if (end - first != pages.length) {
            memory.take((long) (end - first - pages.length) * Long.BYTES);
            long[][] wider = new long[end - first][];
            Arrays.fill(wider, NO_PAGE);
            System.arraycopy(pages, 0, wider, firstPage - first, pages.length);
            pages = wider;
            firstPage = first;
        }
        long[] counts = new long[PAGE_SIZE];
        pages[page - firstPage] = counts;
        return counts;
    }

    void addAll(PagedCounts other) {
        for (int page = 0; page < other.pages.length; page++) {
            long[] counts = other.pages[page];
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] != 0) {
                    add((other.firstPage + page << PAGE_BITS) + i, counts[i]);
                }
            }
        }
    }

    /** Sum of all counts. */
    long total() {
        return total;
    }

    /**
     * The index at which a running sum, from the least index or from the greatest, reaches a rank.
     *
     * @param rank from 1 to {@link #total()}
     */
    int indexOfRank(long rank, boolean fromLeast) {
        long rest = rank;
        int size = pages.length * PAGE_SIZE;
        for (int i = 0; i < size; i++) {
            int position = fromLeast ? i : size - 1 - i;
            long[] counts = pages[position >> PAGE_BITS];
            rest -= counts.length == 0 ? 0 : counts[position & PAGE_SIZE - 1];
            if (rest <= 0) {
                return (firstPage << PAGE_BITS) + position;
            }
        }
        throw new IllegalArgumentException("rank " + rank + " of " + total);
    }

    /** The run of counts from the first that is not 0 to the last. */
    Figure.Buckets buckets() {
        int first = -1;
        int last = -1;
        int size = pages.length * PAGE_SIZE;
        for (int i = 0; i < size; i++) {
            if (count(i) != 0) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0) {
            return Figure.Buckets.EMPTY;
        }
        List<Long> counts = new ArrayList<>(last - first + 1);
        for (int i = first; i <= last; i++) {
            counts.add(count(i));
        }
        return new Figure.Buckets((firstPage << PAGE_BITS) + first, counts);
    }

    private long count(int position) {
        long[] counts = pages[position >> PAGE_BITS];
        return counts.length == 0 ? 0 : counts[position & PAGE_SIZE - 1];
    }
}
