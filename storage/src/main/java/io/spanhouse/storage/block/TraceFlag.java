package io.spanhouse.storage.block;

/**
 * What is true of a fragment; the lower bits of {@link TraceRows#flags}, of which the upper ones are its rank: of a trace's
 * fragments, which number they have in the order of their coming. The bits are part of the format.
 */
public enum TraceFlag {
    /** Older fragments of the trace exist; {@link TraceRows#firstBucket} says how far back they go. */
    CONTINUES,
    /** A root span is known, and the root columns tell of it; else they are empty. */
    HAS_ROOT,
    /** Spans of the trace were thinned out; its numbers are of what was sent. */
    THINNED,
    /** All spans of the trace are here anew, some of them changed: every older fragment is dead. {@link #CONTINUES} too. */
    REBORN;

    /** Above this bit stands how many fragments of the trace were there before. */
    private static final int RANK_SHIFT = 8;

    /** Highest rank; a trace in more fragments does not get that far before a merge. */
    public static final int RANK_MAX = (1 << Integer.SIZE - 1 - RANK_SHIFT) - 1;

    /** The bits of a rank. */
    public static int ofRank(int rank) {
        return Math.min(rank, RANK_MAX) << RANK_SHIFT;
    }

    /** How many fragments of the trace were there before; 0 also in blocks that do not say it. */
    public static int rank(int flags) {
        return flags >>> RANK_SHIFT;
    }

    /** This flag's bit. */
    public int bit() {
        return 1 << ordinal();
    }

    /** Whether some flags have this one. */
    public boolean in(int flags) {
        return (flags & bit()) != 0;
    }
}
