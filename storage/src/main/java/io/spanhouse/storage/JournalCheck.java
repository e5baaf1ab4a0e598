package io.spanhouse.storage;

import io.spanhouse.storage.journal.Journal;
import io.spanhouse.storage.journal.JournalDamage;
import io.spanhouse.storage.journal.JournalVerification;
import io.spanhouse.storage.maintenance.MaintainedPartition;
import io.spanhouse.storage.rocks.Ledger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Damage of a journal that is found while the partition is open. Records that are in no block yet are still in memory then:
 * they are made blocks at once, so that the next start does not need what is damaged. Only values that are left in the
 * journal until they are sealed may be lost by it. One thread steps; any may ask for the alarms.
 */
final class JournalCheck {
    private static final Logger LOG = LoggerFactory.getLogger(JournalCheck.class);

    private final int partition;
    private final int lane;
    private final Journal<?> journal;
    private final Ledger ledger;
    private final List<String> alarms = new CopyOnWriteArrayList<>();

    JournalCheck(int partition, int lane, Journal<?> journal, Ledger ledger) {
        this.partition = partition;
        this.lane = lane;
        this.journal = journal;
        this.ledger = ledger;
    }

    /** Reads some more of the journal; see {@link MaintainedPartition#verifyJournal}. */
    MaintainedPartition.JournalStep step(Runnable closeHead) {
        JournalVerification found = journal.verify();
        boolean isOnlyInMemory = false;
        for (JournalDamage damage : found.damages()) {
            boolean isWanted = damage.firstOffset() > 0 && damage.lastOffset() >= ledger.sealed(lane);
            isOnlyInMemory |= isWanted;
            String alarm = "partition " + partition + " journal: " + damage
                    + (isWanted
                            ? "; memory has these records, and makes blocks of them now"
                            : "; no record is lost by it as long as the blocks are whole");
            alarms.add(alarm);
            LOG.error("Found by reading again: {}", alarm);
        }
        if (isOnlyInMemory) {
            closeHead.run();
        }
        return new MaintainedPartition.JournalStep(
                found.bytes(), found.damages().size(), found.isEnd());
    }

    /** What was found, one sentence each. */
    List<String> alarms() {
        return alarms;
    }
}
