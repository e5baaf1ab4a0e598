package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.StoredBlock;
import java.util.BitSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What maintenance needs of a partition. Called from the threads of maintenance. */
public interface MaintainedPartition {
    /** Its number. */
    int number();

    /** Its blocks. */
    Ledger ledger();

    /** The journal whose offsets its generations have. */
    UUID journalSource();

    /** The oldest generation of the head if it is closed; the same one until {@link #sealed} was called with it. */
    @Nullable
    Generation nextToSeal();

    /**
     * A generation is in blocks, on disk. Makes views from now on have the blocks and not the generation, in one step,
     * forgets the generation and trims the journal. Returns when that is so; must not fail.
     */
    void sealed(Generation generation, LedgerChange change);

    /**
     * Blocks were replaced or dropped. Makes views from now on have the added ones and not the removed ones, in one step.
     * Returns when that is so; must not fail.
     */
    void replaced(LedgerChange change);

    /**
     * Fragments of a block, by number, whose spans are in other blocks anew: nobody sees them any more. What the head alone
     * says does not count, since it is not in blocks yet.
     */
    default BitSet dead(StoredBlock block) {
        return new BitSet();
    }

    /** Writes down that answers lack something from now on, one sentence; on disk when this returns. */
    void lost(String what);

    /** The lanes that its records have. */
    int[] lanes();

    /**
     * If the head has no rows and no record is on its way to it, the offset that the next record will have at least: all
     * records below are in blocks or came to nothing. Else 0.
     */
    long emptyBelow();

    /**
     * Reads some more of the journal's files from disk again and verifies it. What is found is in the partition's alarms,
     * and where memory alone still has the records the head is closed, so that they are sealed.
     */
    JournalStep verifyJournal();

    /**
     * What came of some reading.
     *
     * @param bytes bytes that were read
     * @param damages damages that were not known before
     * @param isEnd whether all of the journal was read by now
     */
    record JournalStep(long bytes, int damages, boolean isEnd) {}

    /** Closes the generations of the head without a hold, so that {@link #nextToSeal} gives one after the other. */
    void closeHead();

    /**
     * Ends the journal's segment, so that all records of deleted projects lie in segments that will be sealed whole. Called
     * once before an erasure.
     */
    void endJournalSegment();

    /**
     * Removes sealed records from the journal's files, also those that are kept for healing: a deleted project's bytes must
     * go. Called when the head was closed and sealed.
     *
     * @return whether nothing is left from before {@link #endJournalSegment}; if something is, records were on their way to
     *     the head, and closing and sealing it once more will do
     */
    boolean trimJournalWholly();
}
