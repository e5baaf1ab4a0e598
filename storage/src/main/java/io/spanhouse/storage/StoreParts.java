package io.spanhouse.storage;

import io.spanhouse.storage.maintenance.Maintenance;
import io.spanhouse.storage.rocks.BucketSummary;
import io.spanhouse.storage.rocks.RocksEnvironment;
import io.spanhouse.storage.scan.PartitionedQueries;
import io.spanhouse.storage.scan.ScanPool;
import java.util.ArrayList;
import java.util.List;

/**
 * What an open store is made of, and the order in which it closes: no more appends, the last ones visible, no more
 * maintenance, no more queries, then files.
 */
record StoreParts(
        StoreOptions options,
        StoreDirectory directory,
        RocksEnvironment rocks,
        ProjectRegistry projects,
        List<Partition> partitions,
        ScanPool pool,
        PartitionedQueries queries,
        StoredRuns runs,
        BatchSplitter splitter,
        DiskReserve reserve,
        Maintenance maintenance,
        ScriptParts scripts) {
    /** The version of blocks that this program writes. */
    static final int BLOCK_FORMAT = 1;

    /** A deleted project is to be erased. */
    void wakeUpkeep() {
        maintenance.wakeUpkeep();
    }

    /** Does all maintenance there is to do. */
    void settle() {
        maintenance.settle();
    }

    StoreStatus status(boolean open) {
        List<StoreStatus.Partition> partitionStates = new ArrayList<>();
        List<StoreStatus.Bucket> buckets = new ArrayList<>();
        List<String> alarms = new ArrayList<>(directory.alarms());
        alarms.addAll(projects.alarms());
        scripts.alarm().ifPresent(alarms::add);
        for (Partition partition : partitions) {
            partitionStates.add(partition.status());
            alarms.addAll(partition.alarms());
            for (BucketSummary summary : partition.ledger().summaries()) {
                buckets.add(new StoreStatus.Bucket(
                        partition.number(),
                        summary.id().lane(),
                        summary.id().sequence(),
                        summary.blocks(),
                        summary.spans(),
                        summary.traces(),
                        summary.bytes(),
                        summary.receiptMillisMin(),
                        summary.receiptMillisMax()));
            }
        }
        String refusal = open ? refusal() : "the store is closed";
        return new StoreStatus(
                directory.identity().storeId().toString(),
                BLOCK_FORMAT,
                options.durability(),
                partitionStates,
                buckets,
                reserve.freeBytes(),
                refusal.isEmpty(),
                refusal,
                alarms);
    }

    /** Why a partition takes no more spans; empty while all do. */
    String failure() {
        for (Partition partition : partitions) {
            String failure = partition.failure();
            if (!failure.isEmpty()) {
                return failure;
            }
        }
        return "";
    }

    private String refusal() {
        String failure = failure();
        return failure.isEmpty() ? reserve.refusal() : failure;
    }

    void close() {
        partitions.forEach(Partition::finishJournal);
        maintenance.close();
        partitions.forEach(Partition::finishHead);
        runs.close();
        pool.close();
        partitions.forEach(Partition::close);
        scripts.close();
        rocks.close();
        directory.close();
    }
}
