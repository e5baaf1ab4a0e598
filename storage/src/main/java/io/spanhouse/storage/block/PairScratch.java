package io.spanhouse.storage.block;

import java.util.Arrays;

/**
 * Arrays as long as a table of pairs, all zero whenever nobody uses them. A writer keeps them from block to block: a
 * generation of many projects becomes many blocks with one large table, and each block should cost what it uses of it.
 * Not thread-safe.
 */
final class PairScratch {
    private int[] bases = new int[0];
    private final int[][] codes = new int[Level.WITH_ATTRIBUTES][0];

    /** By pair: its base + 1. */
    int[] bases(int pairs) {
        if (bases.length < pairs) {
            bases = new int[pairs];
        }
        return bases;
    }

    /** By pair: its code on a level, turned as {@link PairCodes} does. */
    int[] codes(Level level, int pairs) {
        int[] ofLevel = codes[level.ordinal()];
        if (ofLevel.length < pairs) {
            // Codes of the block that is being written move along; there are none when a block starts.
            ofLevel = Arrays.copyOf(ofLevel, pairs);
            codes[level.ordinal()] = ofLevel;
        }
        return ofLevel;
    }
}
