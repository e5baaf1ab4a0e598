package io.spanhouse.storage.maintenance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Erases deleted projects from all files. The head is closed and sealed without them, every SST that has one of them is
 * rewritten, the journal is trimmed whole, and when the last reader of an old SST is gone they are reported erased. One
 * thread.
 */
final class Erasures {
    private final List<MaintainedPartition> partitions;
    private final List<Eraser> erasers;
    private final DeletedProjects deleted;
    private final MaintenanceListener listener;
    private final Runnable sealAll;
    private final Set<Integer> started = new HashSet<>();
    private final Set<Integer> rewritten = new HashSet<>();

    Erasures(List<MaintainedPartition> partitions, List<Eraser> erasers, MaintenanceParts parts, Runnable sealAll) {
        this.partitions = partitions;
        this.erasers = erasers;
        deleted = parts.deleted();
        listener = parts.listener();
        this.sealAll = sealAll;
    }

    /**
     * Goes on with what is to be erased; returns whether something was done.
     *
     * @param unused whether no replaced SST waits for a reader any more
     */
    boolean step(boolean unused) {
        Set<Integer> pending = Set.copyOf(deleted.pending());
        started.retainAll(pending);
        rewritten.retainAll(pending);
        if (!rewritten.containsAll(pending)) {
            return rewrite(pending);
        }
        if (!unused || rewritten.isEmpty()) {
            return false;
        }
        return report();
    }

    /** Takes the projects out of head, blocks and journal; returns whether that is done. */
    private boolean rewrite(Set<Integer> pending) {
        if (!started.containsAll(pending)) {
            partitions.forEach(MaintainedPartition::endJournalSegment);
            started.addAll(pending);
        }
        partitions.forEach(MaintainedPartition::closeHead);
        sealAll.run();
        for (Eraser eraser : erasers) {
            boolean more;
            do {
                more = eraser.step(pending);
            } while (more);
        }
        boolean trimmed = true;
        for (MaintainedPartition partition : partitions) {
            trimmed &= partition.trimJournalWholly();
        }
        if (trimmed) {
            rewritten.addAll(pending);
        }
        return trimmed;
    }

    private boolean report() {
        boolean did = false;
        for (int project : List.copyOf(rewritten)) {
            if (erasers.stream().noneMatch(eraser -> eraser.isStuck(project))) {
                deleted.erased(project);
                listener.erased(project);
                rewritten.remove(project);
                did = true;
            }
        }
        return did;
    }
}
