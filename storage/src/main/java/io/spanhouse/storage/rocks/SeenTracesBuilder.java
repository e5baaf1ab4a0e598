package io.spanhouse.storage.rocks;

import io.spanhouse.storage.block.BlockReader;
import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets buckets that were opened with many blocks know their traces: reads the trace ids, 16 bytes a trace, about 0.1 s for
 * a million. A bucket that has few blocks, a damaged one, or one that there is no memory for stays without. One thread.
 */
final class SeenTracesBuilder {
    /** With so many blocks the filter pays; with fewer their own indexes do it alone. */
    static final int BLOCKS_MIN = 9;

    private static final int IDS_AT_ONCE = 4_096;

    private final Ledger ledger;
    private final RocksEnvironment environment;
    private final Set<BucketId> without = new HashSet<>();

    SeenTracesBuilder(Ledger ledger, RocksEnvironment environment) {
        this.ledger = ledger;
        this.environment = environment;
    }

    /**
     * A bucket to read.
     *
     * @param ssts all that it has, acquired
     */
    record Task(Bucket bucket, List<StoredSst> ssts) {}

    /** Reads one bucket; returns whether there was one. */
    boolean step() {
        Task task = ledger.nextSeenTraces(without, BLOCKS_MIN);
        if (task == null) {
            return false;
        }
        long traces =
                task.ssts().stream().mapToLong(sst -> sst.header().traces()).sum();
        SeenTraces built =
                SeenTraces.sized(environment.identity().hashSeed(), environment.seenMemory(), Math.max(1, traces));
        try {
            task.ssts().forEach(sst -> sst.blocks().forEach(block -> add(block, built)));
        } catch (StoreException e) {
            built.forget();
            if (e.kind() != FailureKind.CORRUPT) {
                throw e;
            }
        } finally {
            task.ssts().forEach(StoredSst::release);
        }
        if (!built.knows()) {
            without.add(task.bucket().id());
        } else if (!ledger.install(task, built)) {
            built.forget();
        }
        return true;
    }

    private static void add(StoredBlock block, SeenTraces into) {
        long hashSeed = block.identity().hashSeed();
        long[] ids = new long[2 * IDS_AT_ONCE];
        long[] hashes = new long[IDS_AT_ONCE];
        BlockReader reader = block.reader();
        try (ReadScratch scratch = new ReadScratch()) {
            for (int group = 0; group < reader.bounds().groups(); group++) {
                int fragments = (int) reader.bounds().get(Bound.FRAGMENTS, group);
                try (GroupReader rows = reader.group(group, scratch)) {
                    for (int from = 0; from < fragments; from += IDS_AT_ONCE) {
                        int to = Math.min(fragments, from + IDS_AT_ONCE);
                        rows.traceIds(from, to, ids, 0);
                        for (int i = 0; i < to - from; i++) {
                            hashes[i] = SeenTraces.hash(hashSeed, block.project(), ids[2 * i], ids[2 * i + 1]);
                        }
                        into.add(hashes, to - from);
                    }
                }
            }
        }
    }
}
