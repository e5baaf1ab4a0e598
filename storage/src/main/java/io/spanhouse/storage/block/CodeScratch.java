package io.spanhouse.storage.block;

import java.util.ArrayList;
import java.util.List;

/**
 * Arrays as long as tables of the rows, all zero whenever no block is being written. A writer keeps them from block to
 * block: a generation of a thousand projects becomes a thousand blocks with the same large tables, and each block should
 * cost what it uses of them. Who takes an array leaves it zero.
 *
 * <p>Takes four bytes an entry of each table that was asked for. Not thread-safe.
 */
final class CodeScratch {
    private final List<int[]> arrays = new ArrayList<>();
    private int taken;

    /** Starts a block. Arrays are then taken in the order of every other block, so that each fits its table. */
    void begin() {
        taken = 0;
    }

    /** An array of zeros, at least so long. */
    int[] take(int length) {
        if (taken == arrays.size()) {
            arrays.add(new int[length]);
        } else if (arrays.get(taken).length < length) {
            arrays.set(taken, new int[length]);
        }
        return arrays.get(taken++);
    }
}
