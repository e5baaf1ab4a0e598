package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;

/**
 * A set of trace ids: open addressing over pairs of numbers, at most two thirds full, 24 to 48 bytes an id. Not thread-safe
 * while it is filled; shared afterwards.
 */
final class TraceIdSet {
    /** Most ids of one set. */
    static final int SIZE_MAX = 4_000_000;

    private long[] ids = new long[2 * 64];
    private int size;
    private boolean hasZero;

    /**
     * Adds an id.
     *
     * @throws StoreException TOO_LARGE if there are more than {@link #SIZE_MAX}
     */
    void add(long high, long low) {
        if (high == 0 && low == 0) {
            // Stands for a free place, and cannot be an id by any protocol.
            hasZero = true;
            return;
        }
        int place = place(ids, high, low);
        if (ids[place] != 0 || ids[place + 1] != 0) {
            return;
        }
        if (size == SIZE_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "more than " + SIZE_MAX + " traces meet the predicate on traces");
        }
        ids[place] = high;
        ids[place + 1] = low;
        if (++size * 3 > ids.length) {
            grow();
        }
    }

    boolean contains(long high, long low) {
        if (high == 0 && low == 0) {
            return hasZero;
        }
        int place = place(ids, high, low);
        return ids[place] != 0 || ids[place + 1] != 0;
    }

    /** Where an id is, or would be. */
    private static int place(long[] ids, long high, long low) {
        int mask = ids.length / 2 - 1;
        int slot = (int) ByteHash.hash(high, low) & mask;
        while ((ids[2 * slot] != 0 || ids[2 * slot + 1] != 0) && (ids[2 * slot] != high || ids[2 * slot + 1] != low)) {
            slot = slot + 1 & mask;
        }
        return 2 * slot;
    }

    private void grow() {
        long[] wider = new long[ids.length * 2];
        for (int i = 0; i < ids.length; i += 2) {
            if (ids[i] != 0 || ids[i + 1] != 0) {
                int place = place(wider, ids[i], ids[i + 1]);
                wider[place] = ids[i];
                wider[place + 1] = ids[i + 1];
            }
        }
        ids = wider;
    }
}
