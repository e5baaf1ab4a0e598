package io.spanhouse.storage.block;

/** Whether a dictionary pays, by estimate. */
final class DictionaryCost {
    /** So few distinct numbers always make a dictionary, for then a search has codes to compare. */
    private static final int SMALL = 256;
    /** So few distinct texts always make a dictionary. */
    private static final int SMALL_TEXTS = 64;
    /** What an entry of a dictionary of numbers costs in the dictionary and in the lists of the row groups. */
    private static final int ENTRY_BITS = 40;

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
        long withDictionary = uses * codeBits + (long) distinct * ENTRY_BITS;
        return distinct > DictionaryInfo.ENTRIES_MAX || uses * bits <= withDictionary
                ? DictionaryMode.NUMBER
                : DictionaryMode.SORTED;
    }
}
