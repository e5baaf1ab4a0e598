package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.Damage;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.SstWriter;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.rocks.WriteThrough;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes deleted projects out of the files of one partition: rewrites every SST that has one of them without it, the other
 * projects' blocks as they are. If nothing else is in an SST, one without spans takes its place, because the lane's range
 * must stay. One thread.
 */
final class Eraser {
    private final MaintainedPartition partition;
    private final MaintenanceCounters counters;
    private final Set<SstHeader.Place> damaged = new HashSet<>();

    Eraser(MaintainedPartition partition, MaintenanceParts parts) {
        this.partition = partition;
        counters = parts.counters();
    }

    /** Rewrites one SST that has one of the projects; returns whether there was one. */
    boolean step(Set<Integer> projects) {
        Ledger ledger = partition.ledger();
        for (SstHeader header : ledger.headers()) {
            if (has(header, projects) && !damaged.contains(header.place())) {
                tryToRewrite(ledger, header, projects);
                return true;
            }
        }
        return false;
    }

    /** Whether an SST that has the project could not be rewritten, because another project's block in it is damaged. */
    boolean isStuck(int project) {
        return partition.ledger().headers().stream()
                .anyMatch(header -> damaged.contains(header.place()) && has(header, Set.of(project)));
    }

    private void tryToRewrite(Ledger ledger, SstHeader header, Set<Integer> projects) {
        try {
            rewrite(ledger, header, projects);
        } catch (StoreException e) {
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
            damaged.add(header.place());
            ledger.report(new Damage(
                    partition.number(),
                    header.place().bucket().directoryName(),
                    "block " + header.place().block() + " keeps bytes of a deleted project until it is dropped: "
                            + e.getMessage(),
                    0));
        }
    }

    private static boolean has(SstHeader header, Set<Integer> projects) {
        return header.contents().stream().anyMatch(content -> projects.contains(content.project()));
    }

    private void rewrite(Ledger ledger, SstHeader header, Set<Integer> projects) {
        long startedNanos = System.nanoTime();
        // The ledger holds its blocks while they count, and only this thread replaces any.
        List<StoredBlock> kept = ledger.blocks().stream()
                .filter(block -> block.header().place().equals(header.place()) && !projects.contains(block.project()))
                .collect(Collectors.toList());
        try (SstWriter writer = ledger.newSst(header.place().bucket(), WriteThrough.REWRITE)) {
            kept.forEach(block -> block.copyTo(writer));
            SstHeader rewritten = writer.finish(new SstWriter.Draft(
                    header.journal(),
                    header.generations(),
                    header.features(),
                    ledger.covers(List.of(header)),
                    header.times()));
            LedgerChange change = ledger.commit(writer);
            partition.replaced(change);
            ledger.release(change);
            counters.rewritten(rewritten, 0, System.nanoTime() - startedNanos);
        }
    }
}
