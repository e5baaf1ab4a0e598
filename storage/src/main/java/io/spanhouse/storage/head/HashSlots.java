package io.spanhouse.storage.head;

/**
 * The open-addressing part of a hash table whose entries lie elsewhere by a dense code: each slot has 32 bits of the hash
 * and code + 1, so that a probe hardly ever has to look at a wrong entry and growing looks at none. At most two thirds
 * full, 12 to 24 bytes a code.
 *
 * <p>One thread adds. Others may look up what was published to them before: a code is never moved within an array, the
 * array is replaced by a volatile write, and a code added later is passed over by the reader, who knows how many he may
 * see.
 */
final class HashSlots {
    static final int NONE = -1;

    private static final long TAG_MASK = 0xFFFF_FFFF_0000_0000L;

    private volatile long[] slots = new long[64];
    private int used;

    /** The slots as they are now, 0 = free; a search stays with the array it started with. */
    long[] array() {
        return slots;
    }

    /** The slot where a search for a hash starts; it must follow from the stored half of the hash alone. */
    static int first(long[] array, long hash) {
        return (int) (hash >>> 32) & array.length - 1;
    }

    static int next(long[] array, int slot) {
        return slot + 1 & array.length - 1;
    }

    /** Whether a slot's content may be an entry with this hash. */
    static boolean tagged(long content, long hash) {
        return ((content ^ hash) & TAG_MASK) == 0;
    }

    /** The code in a slot's content that is not 0. */
    static int code(long content) {
        return (int) content - 1;
    }

    /** Adds a code that is not there. */
    void add(long hash, int code) {
        if ((used + 1) * 3L > slots.length * 2L) {
            grow();
        }
        place(slots, hash & TAG_MASK | code + 1L, hash);
        used++;
    }

    private void grow() {
        long[] old = slots;
        long[] grown = new long[old.length * 2];
        for (long content : old) {
            if (content != 0) {
                place(grown, content, content);
            }
        }
        slots = grown;
    }

    private static void place(long[] array, long content, long hash) {
        int slot = first(array, hash);
        while (array[slot] != 0) {
            slot = next(array, slot);
        }
        array[slot] = content;
    }

    long bytes() {
        return (long) Long.BYTES * slots.length;
    }
}
