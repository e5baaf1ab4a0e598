package io.spanhouse.storage.scan;

import java.util.Arrays;

/**
 * Puts the spans of one trace in order by start, then span id, both unsigned, without holding the spans: 28 bytes each.
 * Spans that tie keep the order in which they were added. Not thread-safe.
 */
final class SpanSort {
    /** Most spans of one answer: 112 MiB. */
    static final int SPANS_MAX = 1 << 22;

    /** Fewer spans are compared. */
    private static final int RADIX_MIN = 1_024;

    private static final int BYTE_MASK = 0xFF;

    private long[] starts = new long[64];
    private long[] spanIds = new long[64];
    private int[] fragments = new int[64];
    private int[] positions = new int[64];
    private int[] order = new int[0];
    private int size;

    /** Whether no more spans fit. */
    boolean full() {
        return size == SPANS_MAX;
    }

    int size() {
        return size;
    }

    /** Adds a span: which fragment it is in and where. */
    void add(long start, long spanId, int fragment, int position) {
        if (size == starts.length) {
            int capacity = Math.min(SPANS_MAX, size * 2);
            starts = Arrays.copyOf(starts, capacity);
            spanIds = Arrays.copyOf(spanIds, capacity);
            fragments = Arrays.copyOf(fragments, capacity);
            positions = Arrays.copyOf(positions, capacity);
        }
        starts[size] = start;
        spanIds[size] = spanId;
        fragments[size] = fragment;
        positions[size] = position;
        size++;
    }

    /**
     * Sorts; to be called once, after the last span. By the bytes of the start, the last one first, those that all starts
     * share left out: some 20 ns a span of a large trace, a fifth of what comparing takes, and before it has ended nobody
     * sees a span. Spans that start at the same time are compared by their ids.
     */
    void sort() {
        keep();
        if (size < RADIX_MIN) {
            mergeSort(order.clone(), order, 0, size);
            return;
        }
        long differing = 0;
        for (int i = 1; i < size; i++) {
            differing |= starts[i] ^ starts[0];
        }
        int[] other = new int[size];
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            if ((differing >>> shift & BYTE_MASK) != 0) {
                byByte(shift, order, other);
                int[] sorted = other;
                other = order;
                order = sorted;
            }
        }
        System.arraycopy(order, 0, other, 0, size);
        int end;
        for (int first = 0; first < size; first = end) {
            end = first + 1;
            while (end < size && starts[order[end]] == starts[order[first]]) {
                end++;
            }
            mergeSort(other, order, first, end);
        }
    }

    /** Spreads spans by one byte of their starts; those of the same byte stay as they were. */
    private void byByte(int shift, int[] from, int[] to) {
        int[] ends = new int[BYTE_MASK + 2];
        for (int i = 0; i < size; i++) {
            ends[(int) (starts[i] >>> shift & BYTE_MASK) + 1]++;
        }
        for (int i = 1; i < ends.length; i++) {
            ends[i] += ends[i - 1];
        }
        for (int i = 0; i < size; i++) {
            int span = from[i];
            to[ends[(int) (starts[span] >>> shift & BYTE_MASK)]++] = span;
        }
    }

    /** Leaves the spans as they were added; instead of sorting. */
    void keep() {
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
    }

    /** The fragment of the span at a rank. */
    int fragment(int rank) {
        return fragments[order[rank]];
    }

    /** The position in its fragment of the span at a rank. */
    int position(int rank) {
        return positions[order[rank]];
    }

    /** Sorts a range of {@code to}; both arrays hold the same there before. Stable, no boxing. */
    private void mergeSort(int[] from, int[] to, int start, int end) {
        if (end - start < 2) {
            return;
        }
        int middle = start + end >>> 1;
        mergeSort(to, from, start, middle);
        mergeSort(to, from, middle, end);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = right >= end || left < middle && compare(from[left], from[right]) <= 0;
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private int compare(int span, int other) {
        int byStart = Long.compareUnsigned(starts[span], starts[other]);
        return byStart != 0 ? byStart : Long.compareUnsigned(spanIds[span], spanIds[other]);
    }
}
