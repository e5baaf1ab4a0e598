package io.spanhouse.storage;

import io.spanhouse.storage.journal.JournalIdentity;
import io.spanhouse.storage.journal.JournalOptions;
import io.spanhouse.storage.maintenance.ColumnarBlocks;
import io.spanhouse.storage.maintenance.Maintenance;
import io.spanhouse.storage.maintenance.MaintenanceOptions;
import io.spanhouse.storage.rocks.ChunkCache;
import io.spanhouse.storage.rocks.CommitStep;
import io.spanhouse.storage.rocks.Ledger;
import io.spanhouse.storage.rocks.RocksEnvironment;
import io.spanhouse.storage.rocks.SstHeader;
import io.spanhouse.storage.rocks.StoreIdentity;
import io.spanhouse.storage.scan.PartitionedQueries;
import io.spanhouse.storage.scan.ScanPool;
import io.spanhouse.storage.scan.ViewHolder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Opens a store: takes the directory, opens the blocks, then the projects, then replays the journals. Whatever was opened
 * before a failure is closed again.
 */
final class StoreOpening {
    private static final Duration SYNC_INTERVAL = Duration.ofMillis(100);
    private static final long SPLIT_PART_MAX = 8L << 20;
    private static final int GENERATIONS_A_PART_IS_OF = 4;
    private static final long SCRUB_BYTES_PER_SECOND = 1 << 20;

    private final StoreOptions options;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private StoreOpening(StoreOptions options) {
        this.options = options;
    }

    static TraceStore open(StoreOptions options) {
        StoreOpening opening = new StoreOpening(options);
        try {
            return opening.open();
        } catch (RuntimeException | Error e) {
            opening.closeOpened(e);
            throw e;
        }
    }

    private TraceStore open() {
        StoreDirectory directory = StoreDirectory.take(options.directory(), options.partitions());
        opened.push(directory);
        StoreIdentity identity = directory.identity();
        RocksEnvironment rocks = new RocksEnvironment(
                identity,
                new ChunkCache(options.memory().chunkCacheBytes()),
                options.memory().indexBytesMax(),
                CommitStep.Listener.NONE);
        opened.push(rocks);
        List<Ledger> ledgers = new ArrayList<>();
        int lastProject = 0;
        for (int number = 0; number < identity.partitions(); number++) {
            Ledger ledger = Ledger.open(rocks, directory.buckets(number), number, identity.storeId());
            opened.push(ledger);
            ledgers.add(ledger);
            for (SstHeader header : ledger.headers()) {
                for (SstHeader.Content content : header.contents()) {
                    lastProject = Math.max(lastProject, content.project());
                }
            }
        }
        ProjectRegistry projects = ProjectRegistry.open(directory.projects(), lastProject);
        List<Partition> partitions = new ArrayList<>();
        List<ViewHolder> views = new ArrayList<>();
        for (int number = 0; number < identity.partitions(); number++) {
            Partition partition = new Partition(new Partition.Setup(
                    number,
                    ledgers.get(number),
                    journalOptions(directory, identity, number),
                    options,
                    projects::visible));
            opened.push(partition::finishHead);
            opened.push(partition::finishJournal);
            partitions.add(partition);
            views.add(partition.views());
        }
        ScanPool pool = new ScanPool(Runtime.getRuntime().availableProcessors() - 1);
        opened.push(pool);
        Routing routing = new Routing(identity.partitions(), identity.hashSeed());
        PartitionedQueries queries = new PartitionedQueries(
                views,
                routing::partition,
                pool,
                number -> partitions.get(number).readPoint(),
                options.clock());
        long partBytesMax = Math.min(
                SPLIT_PART_MAX, Math.max(1 << 16, options.head().generationBytesMax() / GENERATIONS_A_PART_IS_OF));
        Maintenance maintenance = maintenance(partitions, projects);
        partitions.forEach(partition -> partition.onSealable(maintenance::wakeSealing));
        maintenance.start();
        return new LocalTraceStore(new StoreParts(
                options,
                directory,
                rocks,
                projects,
                partitions,
                pool,
                queries,
                new BatchSplitter(routing, identity.partitions(), partBytesMax),
                new DiskReserve(directory, options.diskReserveBytes(), options.clock()),
                maintenance));
    }

    private Maintenance maintenance(List<Partition> partitions, ProjectRegistry projects) {
        StoreOptions.Retention retention = options.retention();
        MaintenanceOptions limits = new MaintenanceOptions(
                retention.bucketSpan().toMillis(),
                retention.age().toMillis(),
                retention.bytesMax(),
                MaintenanceOptions.Merging.DEFAULT,
                SCRUB_BYTES_PER_SECOND);
        return new Maintenance(new Maintenance.Setup(
                List.copyOf(partitions),
                limits,
                new ColumnarBlocks(),
                new RegisteredDeletions(projects),
                new MaintenanceLog(),
                options.clock()));
    }

    private JournalOptions journalOptions(StoreDirectory directory, StoreIdentity identity, int number) {
        JournalOptions.Bounds bounds = JournalOptions.Bounds.DEFAULT.withQueue(
                options.memory().queueBytesMax(), JournalOptions.Bounds.DEFAULT.groupBytesMax(), Duration.ZERO);
        if (options.durability() == StoreOptions.Durability.INTERVAL) {
            bounds = bounds.withInterval(SYNC_INTERVAL);
        }
        return JournalOptions.of(directory.journal(number), new JournalIdentity(identity.storeId(), number), () -> 0)
                .with(bounds);
    }

    private void closeOpened(Throwable failure) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }
}
