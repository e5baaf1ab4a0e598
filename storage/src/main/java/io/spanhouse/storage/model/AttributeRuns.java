package io.spanhouse.storage.model;

import java.util.Arrays;

/** Runs of pair codes in a stream. */
final class AttributeRuns {
    private AttributeRuns() {}

    /** Whether the stream's run holds the same codes in the same order as {@code pairs}. */
    static boolean same(IntColumn stream, int start, int end, IntColumn pairs) {
        return Arrays.equals(stream.array(), start, end, pairs.array(), 0, pairs.size());
    }

    /** Hash of the codes in order, started from {@code start}. */
    static long hash(IntColumn pairs, long start) {
        long hash = start;
        for (int i = 0; i < pairs.size(); i++) {
            hash = ByteHash.hash(hash, pairs.get(i));
        }
        return hash;
    }

    /** Copies {@code pairs} to the end of the stream. */
    static void append(IntColumn stream, IntColumn pairs) {
        for (int i = 0; i < pairs.size(); i++) {
            stream.add(pairs.get(i));
        }
    }
}
