package io.spanhouse.storage.head;

/**
 * When generations close.
 *
 * @param generationBytesMax size at which the open generation closes
 * @param generationAgeNanos age, from its first span on, at which it closes
 * @param holdNanos how long a closing generation still takes spans of the traces it has; cut short when memory is
 * @param headBytesMax bytes of all generations at which {@link Head#isFull()}
 */
public record HeadOptions(long generationBytesMax, long generationAgeNanos, long holdNanos, long headBytesMax) {
    /** The head must have room for one open, one closing and one that becomes blocks. */
    private static final int GENERATIONS_IN_MEMORY = 3;

    private static final long JOURNALED_SHARE = 4;

    public HeadOptions {
        if (generationBytesMax < 1 || generationAgeNanos < 1 || holdNanos < 0 || headBytesMax < GENERATIONS_IN_MEMORY) {
            throw new IllegalArgumentException(
                    "head of " + headBytesMax + " bytes, generations of " + generationBytesMax + " bytes and "
                            + generationAgeNanos + " ns, hold of " + holdNanos + " ns: expected positive sizes");
        }
    }

    /** Where the open generation really closes. */
    long closeBytes() {
        return Math.min(generationBytesMax, headBytesMax / GENERATIONS_IN_MEMORY);
    }

    /** Where the open generation closes for the values that the journal keeps for it: a start reads so much more. */
    long journaledBytesMax() {
        return JOURNALED_SHARE * closeBytes();
    }

    /** Where memory is short, and holds are cut. */
    long shortBytes() {
        return headBytesMax / 4 * 3;
    }
}
