package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.SstWriter;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.rocks.WriteThrough;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Writes one SST in the place of one or several neighbours, which it covers. Until it is ingested nothing has changed, and
 * from then on the old ones count no more, whenever the process ends; readers that hold the old ones keep them. One thread.
 */
final class Rewriter {
    private final MaintainedPartition partition;
    private final BlockBuilding building;
    private final DeletedProjects deleted;
    private final Room room;
    private final MaintenanceCounters counters;

    Rewriter(MaintainedPartition partition, MaintenanceParts parts) {
        this.partition = partition;
        building = parts.building();
        deleted = parts.deleted();
        room = parts.room();
        counters = parts.counters();
    }

    /** What was written, over all blocks. */
    private static final class Sums {
        long erasedEvents;
        long scratchBytes;
    }

    /**
     * Makes one of several neighbours.
     *
     * @param over whether nothing more comes to their bucket, so that this is the last time that they are written
     * @param atOnce without rests
     */
    void merge(List<SstHeader> picked, boolean over, boolean atOnce) {
        long startedNanos = System.nanoTime();
        BlockBuilding.Limits limits = over ? BlockBuilding.Limits.AT_END : BlockBuilding.Limits.USUAL;
        Runnable breath = over && !atOnce ? new Breath() : () -> {};
        Sums sums = new Sums();
        SstHeader header = write(picked, new Orders(limits, EventErasure.NONE, breath, false), sums);
        counters.merged(header, sums.scratchBytes, System.nanoTime() - startedNanos);
    }

    /**
     * Writes one anew.
     *
     * @param erasure events that are to go
     * @param atOnce without rests
     */
    void rewrite(SstHeader old, EventErasure erasure, boolean atOnce) {
        rewrite(old, BlockBuilding.Limits.USUAL, erasure, atOnce);
    }

    /** Writes one anew, every row group of it. */
    void rewriteAll(SstHeader old) {
        rewrite(old, BlockBuilding.Limits.ALL, EventErasure.NONE, true);
    }

    private void rewrite(SstHeader old, BlockBuilding.Limits limits, EventErasure erasure, boolean atOnce) {
        long startedNanos = System.nanoTime();
        Sums sums = new Sums();
        Orders orders = new Orders(limits, erasure, atOnce ? () -> {} : new Breath(), true);
        SstHeader header = write(List.of(old), orders, sums);
        counters.rewritten(header, sums.scratchBytes, System.nanoTime() - startedNanos);
        counters.erasedEvents(sums.erasedEvents);
    }

    /**
     * How blocks are written.
     *
     * @param limits see {@link BlockBuilding.Manner}
     * @param erasure likewise
     * @param breath likewise
     * @param alone whether a project's only block is written anew too, and not copied
     */
    private record Orders(BlockBuilding.Limits limits, EventErasure erasure, Runnable breath, boolean alone) {}

    private SstHeader write(List<SstHeader> picked, Orders orders, Sums sums) {
        room.require(bytes(picked));
        Ledger ledger = partition.ledger();
        // The ledger holds its blocks while they count, and only this thread replaces any.
        Map<Integer, List<StoredBlock>> inputs = blocksByProject(ledger, picked);
        inputs.keySet().removeAll(deleted.pending());
        try (SstWriter writer = ledger.newSst(picked.get(0).place().bucket(), WriteThrough.REWRITE)) {
            Supplier<Path> scratch = writer::scratchFile;
            BlockBuilding.Manner manner =
                    new BlockBuilding.Manner(orders.limits(), orders.erasure(), scratch, orders.breath());
            inputs.forEach((project, blocks) -> {
                if (blocks.size() == 1 && !orders.alone()) {
                    blocks.get(0).copyTo(writer);
                } else {
                    write(project, blocks, manner, writer, sums);
                }
            });
            SstHeader header = writer.finish(draft(ledger, picked));
            LedgerChange change = ledger.commit(writer);
            partition.replaced(change);
            ledger.release(change);
            return header;
        }
    }

    private static long bytes(List<SstHeader> headers) {
        return headers.stream()
                .flatMap(header -> header.contents().stream())
                .mapToLong(SstHeader.Content::bytes)
                .sum();
    }

    /** The blocks of some SSTs. */
    static Map<Integer, List<StoredBlock>> blocksByProject(Ledger ledger, List<SstHeader> picked) {
        Set<SstHeader.Place> places = picked.stream().map(SstHeader::place).collect(Collectors.toSet());
        return ledger.blocks().stream()
                .filter(block -> places.contains(block.header().place()))
                .collect(Collectors.groupingBy(StoredBlock::project, TreeMap::new, Collectors.toList()));
    }

    private void write(
            int project, List<StoredBlock> blocks, BlockBuilding.Manner manner, SstWriter writer, Sums sums) {
        SstHeader.Place place = writer.place();
        List<BlockBuilding.Source> sources = blocks.stream()
                .map(block -> new BlockBuilding.Source(block, partition.dead(block)))
                .toList();
        BlockIdentity identity =
                new BlockIdentity(place.block(), project, place.store().hashSeed());
        BlockBuilding.Merged merged = building.merge(identity, sources, manner, writer);
        sums.erasedEvents += merged.erasedEvents();
        sums.scratchBytes += merged.scratchBytes();
        if (merged.spans() > 0) {
            writer.count(project, merged.spans(), merged.traces());
        }
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
