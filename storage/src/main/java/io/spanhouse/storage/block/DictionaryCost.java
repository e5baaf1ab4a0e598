package io.spanhouse.storage.block;

/** Whether a dictionary pays, by estimate. */
final class DictionaryCost {
    /** So few distinct numbers always make a dictionary, for then a search has codes to compare. */
    private static final int SMALL = 256;
    /** So few distinct texts always make a dictionary. */
    private static final int SMALL_TEXTS = 64;
    /** What an entry costs beside the bits in which it differs from the one before: its lengths, and its place in lists. */
    private static final int ENTRY_BITS = 28;
    /** Entries are whole bytes. */
    private static final int DIFFERENCE_BITS_LEAST = 16;

    private DictionaryCost() {}

    /** Whether values repeat so little that a dictionary would hold them twice. */
    static boolean hardlyRepeats(long uses, long distinct) {
        return distinct > SMALL_TEXTS && distinct * 2 > uses;
    }

    /**
     * How to keep numbers.
     *
     * @param uses how many values there are
     * @param distinct how many of them differ
     * @param bits what the distance between the least and the greatest takes
     */
    static DictionaryMode number(long uses, int distinct, int bits) {
        if (distinct <= SMALL) {
            return DictionaryMode.SORTED;
        }
        long codeBits = (long) Integer.SIZE - Integer.numberOfLeadingZeros(distinct);
        long entryBits = ENTRY_BITS + Math.max(DIFFERENCE_BITS_LEAST, bits - codeBits);
        long withDictionary = uses * codeBits + distinct * entryBits;
        return distinct > DictionaryInfo.ENTRIES_MAX || uses * bits <= withDictionary
                ? DictionaryMode.NUMBER
                : DictionaryMode.SORTED;
    }
}
