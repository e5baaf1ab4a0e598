package io.spanhouse.storage.scan;

import java.util.Arrays;

/**
 * Remembers a yes or no by code, so that what is true of a code is found out once and not for every row that has it. One
 * byte a code, grown as codes come, since the tables of a head grow while it is read. Not thread-safe.
 */
final class CodeMemo {
    static final byte UNKNOWN = 0;
    static final byte NO = 1;
    static final byte YES = 2;

    private byte[] known = new byte[256];

    /** {@link #YES}, {@link #NO} or {@link #UNKNOWN}. */
    byte get(int code) {
        return code < known.length ? known[code] : UNKNOWN;
    }

    /** Remembers an answer and gives it back. */
    boolean put(int code, boolean yes) {
        if (code >= known.length) {
            known = Arrays.copyOf(known, Math.max(code + 1, known.length * 2));
        }
        known[code] = yes ? YES : NO;
        return yes;
    }
}
