package io.spanhouse.storage.scan;

import java.util.Arrays;

/**
 * Puts the spans of one trace in order by start, then span id, both unsigned, without holding the spans: 28 bytes each.
 * Spans that tie keep the order in which they were added. Not thread-safe.
 */
final class SpanSort {
    /** Most spans of one answer: 112 MiB. */
    static final int SPANS_MAX = 1 << 22;

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

    /** Sorts; to be called once, after the last span. */
    void sort() {
        keep();
        mergeSort(order.clone(), order, 0, size);
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
