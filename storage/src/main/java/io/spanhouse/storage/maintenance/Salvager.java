package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.SstWriter;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.rocks.WriteThrough;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts what can be read of a damaged SST into a new one, which covers it. What is lost is written down by the partition
 * before the new one counts: from then on answers name it, since no checksum fails any more. One thread.
 */
final class Salvager {
    private final MaintainedPartition partition;
    private final MaintenanceCounters counters;

    Salvager(MaintainedPartition partition, MaintenanceCounters counters) {
        this.partition = partition;
        this.counters = counters;
    }

    /**
     * Saves what can be saved.
     *
     * @return what is lost, one sentence each; empty if only what follows from the rows was damaged
     * @throws StoreException NOT_FOUND if no such SST counts
     */
    List<String> save(SstHeader.Place place) {
        Ledger ledger = partition.ledger();
        SstHeader header = ledger.headers().stream()
                .filter(live -> live.place().equals(place))
                .findFirst()
                .orElseThrow(() -> new StoreException(FailureKind.NOT_FOUND, place + " is not there, or is replaced"));
        long startedNanos = System.nanoTime();
        List<String> lost = new ArrayList<>();
        try (SstWriter writer = ledger.newSst(place.bucket(), WriteThrough.REWRITE)) {
            for (StoredBlock block : ledger.blocks()) {
                if (block.header().place().equals(place)) {
                    lost.addAll(new SavedBlock(block, writer).save());
                }
            }
            SstHeader written = writer.finish(new SstWriter.Draft(
                    header.journal(),
                    header.generations(),
                    header.features(),
                    ledger.covers(List.of(header)),
                    header.times()));
            lost.forEach(partition::lost);
            LedgerChange change = ledger.commit(writer);
            partition.replaced(change);
            ledger.release(change);
            counters.rewritten(written, 0, System.nanoTime() - startedNanos);
        }
        return lost;
    }
}
