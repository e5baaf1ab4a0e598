package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Kinship;

/** Sets of the spans of one trace as bits, and how spans stand to each other. */
final class SpanBits {
    private SpanBits() {}

    static boolean has(long[] set, int span) {
        return (set[span >>> 6] >>> span & 1) != 0;
    }

    static boolean isEmpty(long[] set) {
        for (long word : set) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }

    static long count(long[] set) {
        long count = 0;
        for (long word : set) {
            count += Long.bitCount(word);
        }
        return count;
    }

    static long[] or(long[] one, long[] other) {
        long[] either = new long[one.length];
        for (int i = 0; i < either.length; i++) {
            either[i] = one[i] | other[i];
        }
        return either;
    }

    static long[] without(long[] set, long[] others) {
        long[] rest = new long[set.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = set[i] & ~others[i];
        }
        return rest;
    }

    static long[] and(long[] one, long[] other) {
        long[] both = new long[one.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = one[i] & other[i];
        }
        return both;
    }

    /** The first span of a set from {@code span} on, -1 if there is none. */
    static int next(long[] set, int span) {
        int word = span >>> 6;
        if (word >= set.length) {
            return -1;
        }
        long rest = set[word] & -1L << span;
        while (rest == 0) {
            if (++word == set.length) {
                return -1;
            }
            rest = set[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    /** The spans of the right side that stand so to some span of the left side. */
    static long[] related(long[] left, Kinship kinship, long[] right, SpanTree tree) {
        switch (kinship) {
            case CHILD:
                return children(left, right, tree);
            case PARENT:
                return and(right, parents(left, tree));
            case DESCENDANT:
                return and(right, descendants(left, tree));
            case ANCESTOR:
                return and(right, ancestors(left, tree));
            case SIBLING:
                return siblings(left, right, tree);
        }
        throw new AssertionError(kinship);
    }

    private static long[] children(long[] left, long[] right, SpanTree tree) {
        long[] found = new long[right.length];
        for (int span = next(right, 0); span >= 0; span = next(right, span + 1)) {
            int parent = tree.parent(span);
            if (parent != SpanTree.NONE && has(left, parent)) {
                RowSet.set(found, span);
            }
        }
        return found;
    }

    private static long[] parents(long[] left, SpanTree tree) {
        long[] found = new long[left.length];
        for (int span = next(left, 0); span >= 0; span = next(left, span + 1)) {
            if (tree.parent(span) != SpanTree.NONE) {
                RowSet.set(found, tree.parent(span));
            }
        }
        return found;
    }

    private static long[] descendants(long[] left, SpanTree tree) {
        long[] found = new long[left.length];
        for (int place = 0; place < tree.size(); place++) {
            int span = tree.inOrder(place);
            int parent = tree.parent(span);
            if (parent != SpanTree.NONE && (has(left, parent) || has(found, parent))) {
                RowSet.set(found, span);
            }
        }
        return found;
    }

    private static long[] ancestors(long[] left, SpanTree tree) {
        long[] found = new long[left.length];
        for (int place = tree.size() - 1; place >= 0; place--) {
            int span = tree.inOrder(place);
            int parent = tree.parent(span);
            if (parent != SpanTree.NONE && (has(left, span) || has(found, span))) {
                RowSet.set(found, parent);
            }
        }
        return found;
    }

    private static long[] siblings(long[] left, long[] right, SpanTree tree) {
        int[] onLeft = new int[tree.size()];
        for (int span = next(left, 0); span >= 0; span = next(left, span + 1)) {
            if (tree.parent(span) != SpanTree.NONE) {
                onLeft[tree.parent(span)]++;
            }
        }
        long[] found = new long[right.length];
        for (int span = next(right, 0); span >= 0; span = next(right, span + 1)) {
            int parent = tree.parent(span);
            if (parent != SpanTree.NONE && onLeft[parent] > (has(left, span) ? 1 : 0)) {
                RowSet.set(found, span);
            }
        }
        return found;
    }
}
