package io.spanhouse.query.trace;

import static io.spanhouse.query.trace.TraceTree.NONE;

/**
 * The children of each span of a tree, those that end last first, ties by place, each handed out once. A radix sort over the
 * bytes in which the ends differ and one counting sort by parent: O(n), 16 bytes a span. Not thread-safe.
 */
final class ChildrenByEnd {
    private static final int BYTE_VALUES = 256;

    private final int[] children;
    /** Where the rest of each span's children begins, and ends; those without a parent are the last span's. */
    private final int[] nexts;

    private final int[] ends;

    ChildrenByEnd(TraceTree tree) {
        int size = tree.size();
        int[] sorted = sorted(tree);
        ends = new int[size + 1];
        for (int place = 0; place < size; place++) {
            ends[owner(tree.parent(place), size)]++;
        }
        nexts = new int[size + 1];
        int sum = 0;
        for (int owner = 0; owner <= size; owner++) {
            nexts[owner] = sum;
            sum += ends[owner];
            ends[owner] = nexts[owner];
        }
        children = new int[size];
        for (int place : sorted) {
            children[ends[owner(tree.parent(place), size)]++] = place;
        }
    }

    private static int owner(int parent, int size) {
        return parent == NONE ? size : parent;
    }

    /** The next child; {@link TraceTree#NONE} after the last. Of NONE, the next span without a parent. */
    int next(int parent) {
        int owner = owner(parent, children.length);
        return nexts[owner] == ends[owner] ? NONE : children[nexts[owner]++];
    }

    /** Places by end, the latest first. */
    private static int[] sorted(TraceTree tree) {
        int size = tree.size();
        int[] sorted = new int[size];
        long differing = 0;
        for (int place = 0; place < size; place++) {
            sorted[place] = place;
            differing |= tree.to(place) ^ tree.to(0);
        }
        int[] scratch = new int[size];
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            if ((differing >>> shift & BYTE_VALUES - 1) != 0) {
                sortByByte(tree, sorted, scratch, shift);
                int[] before = sorted;
                sorted = scratch;
                scratch = before;
            }
        }
        return sorted;
    }

    private static void sortByByte(TraceTree tree, int[] before, int[] after, int shift) {
        int[] counts = new int[BYTE_VALUES + 1];
        for (int place : before) {
            counts[digit(tree, place, shift) + 1]++;
        }
        for (int value = 0; value < BYTE_VALUES; value++) {
            counts[value + 1] += counts[value];
        }
        for (int place : before) {
            after[counts[digit(tree, place, shift)]++] = place;
        }
    }

    private static int digit(TraceTree tree, int place, int shift) {
        return BYTE_VALUES - 1 - (int) (tree.to(place) >>> shift & BYTE_VALUES - 1);
    }
}
