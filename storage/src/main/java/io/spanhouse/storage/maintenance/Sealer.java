package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.block.BlockIdentity;
import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.JournalRange;
import io.spanhouse.storage.rocks.BucketId;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.LedgerChange;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.SstWriter;
import io.spanhouse.storage.rocks.StoredBlock;
import io.spanhouse.storage.rocks.WriteThrough;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of the closed generations of one partition's head, oldest first: one SST for each lane, with one block for
 * each project.
 *
 * <p>There is no commit over lanes. A lane is sealed when its SST is ingested; after a crash in between, the journal is
 * replayed for the other lanes only. After a failure in between, the lanes that are done are remembered, and the next step
 * goes on with the others. Views change once, when all lanes are done: until then the rows are seen in the head.
 *
 * <p>A project that is deleted meanwhile is left out. One thread.
 */
final class Sealer {
    private final MaintainedPartition partition;
    private final BlockBuilding building;
    private final BucketRollover rollover;
    private final DeletedProjects deleted;
    private final RetentionClock retentionClock;
    private final MaintenanceCounters counters;
    private final Map<Integer, LedgerChange> done = new HashMap<>();
    private @Nullable Generation current;

    Sealer(MaintainedPartition partition, MaintenanceParts parts) {
        this.partition = partition;
        building = parts.building();
        rollover = new BucketRollover(parts.options(), parts.clock());
        deleted = parts.deleted();
        retentionClock = parts.retentionClock();
        counters = parts.counters();
    }

    /**
     * Seals one generation, if one is closed.
     *
     * @return whether there was one
     * @throws io.spanhouse.storage.model.StoreException if the disk refuses; the generation stays in the head
     */
    boolean step() {
        Generation generation = partition.nextToSeal();
        if (generation == null) {
            return false;
        }
        if (generation != current) {
            current = generation;
            done.clear();
        }
        for (Map.Entry<Integer, List<Integer>> lane : projectsByLane(generation).entrySet()) {
            if (!done.containsKey(lane.getKey())) {
                done.put(lane.getKey(), sealLane(generation, lane.getKey(), lane.getValue()));
            }
        }
        List<StoredBlock> added = new ArrayList<>();
        done.values().forEach(change -> added.addAll(change.added()));
        partition.sealed(generation, new LedgerChange(added, List.of()));
        current = null;
        done.clear();
        return true;
    }

    /**
     * Seals what left no rows: records that were repeats of others, or of deleted projects. To be called when all
     * generations are sealed.
     */
    void sealNothing() {
        long below = partition.emptyBelow();
        for (int lane : partition.lanes()) {
            Ledger ledger = partition.ledger();
            long sealed = ledger.sealed(lane);
            if (below > sealed) {
                SstHeader.Journal journal =
                        new SstHeader.Journal(partition.journalSource(), lane, sealed, below, sealed, below - 1, below);
                EndMark.write(ledger, rollover.bucket(ledger, lane), journal, retentionClock.millis());
            }
        }
    }

    private static Map<Integer, List<Integer>> projectsByLane(Generation generation) {
        Map<Integer, List<Integer>> lanes = new TreeMap<>();
        for (int project : generation.projects()) {
            lanes.computeIfAbsent(generation.lane(project), absent -> new ArrayList<>())
                    .add(project);
        }
        return lanes;
    }

    private LedgerChange sealLane(Generation generation, int lane, List<Integer> projects) {
        long startedNanos = System.nanoTime();
        Ledger ledger = partition.ledger();
        BucketId bucket = rollover.bucket(ledger, lane);
        try (SstWriter writer = ledger.newSst(bucket, WriteThrough.SEAL);
                BlockBuilding.Writer blocks = building.writer()) {
            StartRange starts = new StartRange();
            for (int project : projects) {
                if (!deleted.pending().contains(project)) {
                    write(generation, project, blocks, writer, starts);
                }
            }
            SstHeader header = writer.finish(draft(generation, lane, starts));
            LedgerChange change = ledger.commit(writer);
            counters.sealed(header, System.nanoTime() - startedNanos);
            return change;
        }
    }

    private void write(
            Generation generation, int project, BlockBuilding.Writer blocks, SstWriter writer, StartRange starts) {
        BlockInput input = generation.sealInput(project);
        SstHeader.Place place = writer.place();
        blocks.write(new BlockIdentity(place.block(), project, place.store().hashSeed()), input, writer);
        writer.count(project, input.orderLength(), input.traces());
        starts.add(input);
    }

    private SstWriter.Draft draft(Generation generation, int lane, StartRange starts) {
        JournalRange range = generation.journal();
        long previousTo = partition.ledger().sealedBefore(lane, range.to());
        return new SstWriter.Draft(
                new SstHeader.Journal(
                        partition.journalSource(),
                        lane,
                        Math.min(previousTo, range.from()),
                        range.to(),
                        previousTo,
                        range.cut(),
                        range.from()),
                new SstHeader.Generations(generation.number(), generation.number()),
                SstHeader.Features.NONE,
                List.of(),
                HeaderTimes.ofReceipt(generation.receipt(lane), starts.min, starts.max, retentionClock.millis()));
    }

    /** Least and greatest start of the rows, unsigned. */
    private static final class StartRange {
        private long min = -1L;
        private long max;

        void add(BlockInput input) {
            for (int i = 0; i < input.orderLength(); i++) {
                long start = input.rows().startNanos(input.order()[i]);
                min = HeaderTimes.unsignedMin(min, start);
                max = HeaderTimes.unsignedMax(max, start);
            }
        }
    }
}
