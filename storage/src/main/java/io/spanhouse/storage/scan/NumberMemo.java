package io.spanhouse.storage.scan;

import java.util.Arrays;

/** Remembers a number of -1 or more by code; grown as codes come. Not thread-safe. */
final class NumberMemo {
    /** Nothing is remembered. */
    static final int UNKNOWN = -2;

    private int[] known = new int[64];

    /** The number, or {@link #UNKNOWN}. */
    int get(int code) {
        return code < known.length ? known[code] - 2 : UNKNOWN;
    }

    /** Remembers a number and gives it back. */
    int put(int code, int number) {
        if (code >= known.length) {
            known = Arrays.copyOf(known, Math.max(code + 1, known.length * 2));
        }
        // Stored with 2 added, so that a fresh array is all unknown.
        known[code] = number + 2;
        return number;
    }
}
