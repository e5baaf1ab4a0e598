package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.Damage;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.SstWriter;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.rocks.WriteThrough;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Merges small neighbouring SSTs of one partition into a larger one that covers them. Deleted projects are left out. One
 * thread.
 */
final class Merger {
    private final MaintainedPartition partition;
    private final BlockBuilding building;
    private final DeletedProjects deleted;
    private final MergePicker picker;
    private final MaintenanceCounters counters;
    /** Damaged ones, and those that are too large in some way to become one with their neighbours. */
    private final Set<SstHeader.Place> excluded = new HashSet<>();

    Merger(MaintainedPartition partition, MaintenanceParts parts) {
        this.partition = partition;
        building = parts.building();
        deleted = parts.deleted();
        picker = new MergePicker(parts.options().merging());
        counters = parts.counters();
    }

    /**
     * Does one merge.
     *
     * @return whether there was one to do
     * @throws io.spanhouse.storage.model.StoreException if the disk refuses or an input is damaged; nothing changed then
     */
    boolean step() {
        Ledger ledger = partition.ledger();
        List<SstHeader> headers = ledger.headers();
        excluded.retainAll(headers.stream().map(SstHeader::place).collect(Collectors.toSet()));
        List<SstHeader> picked = picker.pick(headers, excluded);
        if (picked.isEmpty()) {
            return false;
        }
        try {
            List<SstHeader> fitting = fitting(ledger, picked);
            if (fitting.size() > 1) {
                merge(ledger, fitting);
            } else {
                excluded.add(picked.get(0).place());
            }
        } catch (StoreException e) {
            if (e.kind() == FailureKind.CORRUPT) {
                leaveOutDamaged(ledger, picked);
            }
            throw e;
        }
        return true;
    }

    /** As many of the picked ones, from the first on, as may become one. */
    private List<SstHeader> fitting(Ledger ledger, List<SstHeader> picked) {
        for (int count = picked.size(); count > 1; count--) {
            List<SstHeader> fewer = picked.subList(0, count);
            if (blocksByProject(ledger, fewer).values().stream()
                    .allMatch(blocks -> blocks.size() == 1 || building.fit(blocks))) {
                return fewer;
            }
        }
        return picked.subList(0, 1);
    }

    /** Finds out which inputs are damaged; they are named, and merges go on around them. */
    private void leaveOutDamaged(Ledger ledger, List<SstHeader> picked) {
        for (SstHeader header : picked) {
            try {
                ledger.verify(header.place(), null, Long.MAX_VALUE);
            } catch (StoreException e) {
                excluded.add(header.place());
                ledger.report(new Damage(
                        partition.number(),
                        header.place().bucket().directoryName(),
                        String.valueOf(e.getMessage()),
                        0));
            }
        }
    }

    private void merge(Ledger ledger, List<SstHeader> picked) {
        long startedNanos = System.nanoTime();
        // The ledger holds its blocks while they count, and only this thread replaces any.
        Map<Integer, List<StoredBlock>> inputs = blocksByProject(ledger, picked);
        inputs.keySet().removeAll(deleted.pending());
        try (SstWriter writer = ledger.newSst(picked.get(0).place().bucket(), WriteThrough.REWRITE)) {
            inputs.forEach((project, blocks) -> write(project, blocks, writer));
            SstHeader header = writer.finish(draft(ledger, picked));
            LedgerChange change = ledger.commit(writer);
            partition.replaced(change);
            ledger.release(change);
            counters.merged(header, System.nanoTime() - startedNanos);
        }
    }

    private static Map<Integer, List<StoredBlock>> blocksByProject(Ledger ledger, List<SstHeader> picked) {
        Set<SstHeader.Place> places = picked.stream().map(SstHeader::place).collect(Collectors.toSet());
        return ledger.blocks().stream()
                .filter(block -> places.contains(block.header().place()))
                .collect(Collectors.groupingBy(StoredBlock::project, TreeMap::new, Collectors.toList()));
    }

    private void write(int project, List<StoredBlock> blocks, SstWriter writer) {
        if (blocks.size() == 1) {
            blocks.get(0).copyTo(writer);
            return;
        }
        SstHeader.Place place = writer.place();
        List<BitSet> dead = blocks.stream().map(partition::dead).toList();
        BlockIdentity identity =
                new BlockIdentity(place.block(), project, place.store().hashSeed());
        BlockBuilding.Merged merged = building.merge(identity, blocks, dead, writer);
        writer.count(project, merged.spans(), merged.traces());
    }

    private static SstWriter.Draft draft(Ledger ledger, List<SstHeader> picked) {
        SstHeader.Journal first = picked.get(0).journal();
        long from = first.from();
        long cut = 0;
        long allSealedBelow = 0;
        long firstGeneration = Long.MAX_VALUE;
        long lastGeneration = 0;
        long ignorable = 0;
        for (SstHeader header : picked) {
            from = Math.min(from, header.journal().from());
            cut = Math.max(cut, header.journal().cut());
            allSealedBelow = Math.max(allSealedBelow, header.journal().allSealedBelow());
            firstGeneration = Math.min(firstGeneration, header.generations().first());
            lastGeneration = Math.max(lastGeneration, header.generations().last());
            ignorable |= header.features().ignorable();
        }
        return new SstWriter.Draft(
                new SstHeader.Journal(
                        first.source(),
                        first.lane(),
                        from,
                        picked.get(picked.size() - 1).journal().to(),
                        first.previousTo(),
                        cut,
                        allSealedBelow),
                new SstHeader.Generations(firstGeneration, lastGeneration),
                new SstHeader.Features(0, ignorable, 1),
                ledger.covers(picked),
                HeaderTimes.union(picked));
    }
}
