package io.spanhouse.storage;

/**
 * How much of a journal is worth keeping when it is in blocks: damaged blocks are made anew from it, and nearly always it is
 * a new one that turns out damaged. So no more than a part of what the blocks have themselves, for a store of few spans would
 * be journal for the most part.
 */
final class KeptJournal {
    /** At most one byte for so many bytes of blocks; */
    private static final int BLOCK_BYTES_OF_BYTE = 2;

    /** but so many in any case, which are the newest block or two. */
    private static final long BYTES_LEAST = 32L << 20;

    private KeptJournal() {}

    static long bytesFor(long blockBytes) {
        return Math.max(BYTES_LEAST, blockBytes / BLOCK_BYTES_OF_BYTE);
    }
}
