package io.spanhouse.storage.rocks;

/**
 * Which traces may have been seen: a Bloom filter of blocks that fit a cache line, one bit in each of a block's eight
 * words, so that a probe touches one line of memory. 16 bits a trace; full, it says yes wrongly about once in a thousand
 * times.
 *
 * <p>One thread adds, any number ask. Who learns of a block in a way that is ordered after its traces were added finds
 * them here.
 */
final class SeenFilter {
    private static final int BITS_PER_TRACE = 16;
    private static final int BLOCK_WORDS = 8;
    private static final int WORD_BITS_LOG = 6;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final int CAPACITY_MIN = 1 << 10;
    private static final int CAPACITY_MAX = 64 << 20;

    private final long[] words;
    private final int blocks;
    private final int capacity;
    private int count;

    /** A filter for so many traces, at least a thousand and at most 64 Mi. */
    SeenFilter(long wanted) {
        capacity = capacity(wanted);
        blocks = (int) (bytes(wanted) / (Long.BYTES * BLOCK_WORDS));
        words = new long[blocks * BLOCK_WORDS];
    }

    /** A filter that was kept. */
    SeenFilter(int capacity, int count, long[] words) {
        this.capacity = capacity;
        this.count = count;
        this.words = words;
        blocks = words.length / BLOCK_WORDS;
    }

    long[] words() {
        return words;
    }

    int count() {
        return count;
    }

    private static int capacity(long wanted) {
        return (int) Math.max(CAPACITY_MIN, Math.min(wanted, CAPACITY_MAX));
    }

    /** Bytes of a filter for so many traces. */
    static long bytes(long wanted) {
        long blockBytes = Long.BYTES * BLOCK_WORDS;
        long bytes = (long) capacity(wanted) * BITS_PER_TRACE / Byte.SIZE;
        return (bytes + blockBytes - 1) / blockBytes * blockBytes;
    }

    boolean isFull() {
        return count >= capacity;
    }

    int capacity() {
        return capacity;
    }

    void add(long hash) {
        int at = firstWord(hash);
        long bits = hash * FACTOR;
        for (int word = at; word < at + BLOCK_WORDS; word++) {
            words[word] |= 1L << bits;
            bits >>>= WORD_BITS_LOG;
        }
        count++;
    }

    boolean mayContain(long hash) {
        int at = firstWord(hash);
        long bits = hash * FACTOR;
        for (int word = at; word < at + BLOCK_WORDS; word++) {
            // Shifting by more than 63 takes the low six bits of the distance.
            if ((words[word] & 1L << bits) == 0) {
                return false;
            }
            bits >>>= WORD_BITS_LOG;
        }
        return true;
    }

    private int firstWord(long hash) {
        return (int) ((hash >>> Integer.SIZE) * blocks >>> Integer.SIZE) * BLOCK_WORDS;
    }
}
