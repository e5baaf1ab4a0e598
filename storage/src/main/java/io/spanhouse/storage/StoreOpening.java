package io.spanhouse.storage;

import io.spanhouse.storage.block.KeptParts;
import io.spanhouse.storage.journal.DiskFiles;
import io.spanhouse.storage.journal.JournalIdentity;
import io.spanhouse.storage.journal.JournalObserver;
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
import io.spanhouse.storage.scripts.ScriptState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens a store: takes the directory, opens the blocks, then the projects, then replays the journals. Whatever was opened
 * before a failure is closed again.
 */
final class StoreOpening {
    private static final Duration SYNC_INTERVAL = Duration.ofMillis(100);
    private static final long SPLIT_PART_MAX = 8L << 20;
    private static final int GENERATIONS_A_PART_IS_OF = 4;
    private static final long SCRUB_BYTES_PER_SECOND = 1 << 20;
    private static final int SEGMENTS_KEPT = 8;
    private static final long SEGMENT_BYTES_LEAST = 16L << 20;
    private static final long SEGMENT_BYTES_MAX = 64L << 20;

    private final StoreOptions options;
    private final StoreObserver observer;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final @Nullable CrashPoints crashes = CrashPoints.ofProperty();

    private StoreOpening(StoreOptions options, StoreObserver observer) {
        this.options = options;
        this.observer = observer;
    }

    static LocalTraceStore open(StoreOptions options, StoreObserver observer) {
        StoreOpening opening = new StoreOpening(options, observer);
        try {
            return opening.open();
        } catch (RuntimeException | Error e) {
            opening.closeOpened(e);
            throw e;
        }
    }

    private LocalTraceStore open() {
        StoreDirectory directory = StoreDirectory.take(options.directory(), options.partitions());
        opened.push(directory);
        RocksEnvironment rocks = new RocksEnvironment(
                directory.identity(),
                new ChunkCache(options.memory().chunkCacheBytes()),
                options.memory().indexBytesMax(),
                crashes == null ? CommitStep.Listener.NONE : crashes);
        opened.push(rocks);
        List<Ledger> ledgers = ledgers(directory, rocks);
        ProjectRegistry projects = ProjectRegistry.open(directory.projects(), lastProject(ledgers), true);
        List<Partition> partitions = partitions(directory, ledgers, projects);
        rocks.opened();
        ScanPool pool = new ScanPool(Runtime.getRuntime().availableProcessors() - 1);
        opened.push(pool);
        ScriptParts scripts = ScriptParts.open(directory.own(), options);
        opened.push(scripts);
        Maintenance maintenance = maintenance(directory, partitions, projects, scripts.state());
        partitions.forEach(partition -> partition.onSealable(maintenance::wakeSealing));
        maintenance.start();
        StoreIdentity identity = directory.identity();
        Routing routing = new Routing(identity.partitions(), identity.hashSeed());
        PartitionedQueries queries = queries(partitions, routing, pool);
        StoredRuns runs = new StoredRuns(
                views(partitions), queries, projects, scripts.state().deployments(), options);
        return new LocalTraceStore(new StoreParts(
                options,
                directory,
                rocks,
                projects,
                partitions,
                pool,
                queries,
                runs,
                new BatchSplitter(routing, identity.partitions(), partBytesMax()),
                new DiskReserve(directory, options.diskReserveBytes(), options.clock()),
                maintenance,
                scripts));
    }

    private List<Ledger> ledgers(StoreDirectory directory, RocksEnvironment rocks) {
        List<Ledger> ledgers = new ArrayList<>();
        StoreIdentity identity = directory.identity();
        for (int number = 0; number < identity.partitions(); number++) {
            Ledger ledger = Ledger.open(rocks, directory.buckets(number), number, identity.storeId());
            opened.push(ledger);
            ledgers.add(ledger);
        }
        return ledgers;
    }

    /** The greatest number of a project that has spans in blocks. */
    private static int lastProject(List<Ledger> ledgers) {
        int last = 0;
        for (Ledger ledger : ledgers) {
            for (SstHeader header : ledger.headers()) {
                for (SstHeader.Content content : header.contents()) {
                    last = Math.max(last, content.project());
                }
            }
        }
        return last;
    }

    private List<Partition> partitions(StoreDirectory directory, List<Ledger> ledgers, ProjectRegistry projects) {
        List<Partition> partitions = new ArrayList<>();
        KeptParts kept = new KeptParts(options.memory().keptBytesMax());
        for (int number = 0; number < ledgers.size(); number++) {
            Partition partition = new Partition(new Partition.Setup(
                    number,
                    ledgers.get(number),
                    journalOptions(directory, directory.identity(), number),
                    options,
                    kept,
                    projects::visible));
            opened.push(partition::finishHead);
            opened.push(partition::finishJournal);
            partitions.add(partition);
        }
        return partitions;
    }

    private PartitionedQueries queries(List<Partition> partitions, Routing routing, ScanPool pool) {
        return new PartitionedQueries(
                views(partitions),
                routing::partition,
                pool,
                number -> partitions.get(number).readPoint(),
                options.clock());
    }

    private static List<ViewHolder> views(List<Partition> partitions) {
        return partitions.stream().map(Partition::views).toList();
    }

    /** A quarter of a generation, so that the head has room for a part also when it is not empty. */
    private long partBytesMax() {
        return Math.min(
                SPLIT_PART_MAX, Math.max(1 << 16, options.head().generationBytesMax() / GENERATIONS_A_PART_IS_OF));
    }

    private Maintenance maintenance(
            StoreDirectory directory, List<Partition> partitions, ProjectRegistry projects, ScriptState scripts) {
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
                new RegisteredDeletions(projects, scripts),
                new ExpiredFrames(scripts, options),
                new RewriteRoom(directory, options.diskReserveBytes()),
                new MaintenanceLog(),
                options.clock(),
                new ScriptUpkeep(scripts, options, observer)));
    }

    private JournalOptions journalOptions(StoreDirectory directory, StoreIdentity identity, int number) {
        long kept = options.journalKeptBytes() / identity.partitions();
        // Short segments, so that about as much stays as is wanted.
        long segmentBytes = Math.max(SEGMENT_BYTES_LEAST, Math.min(SEGMENT_BYTES_MAX, kept / SEGMENTS_KEPT));
        JournalOptions.Bounds bounds = JournalOptions.Bounds.DEFAULT
                .withSegments(segmentBytes, kept)
                .withQueue(
                        options.memory().queueBytesMax(), JournalOptions.Bounds.DEFAULT.groupBytesMax(), Duration.ZERO);
        if (options.durability() == StoreOptions.Durability.INTERVAL) {
            bounds = bounds.withInterval(SYNC_INTERVAL);
        }
        return JournalOptions.of(directory.journal(number), new JournalIdentity(identity.storeId(), number), () -> 0)
                .with(bounds)
                .with(crashes == null ? new DiskFiles() : crashes.files())
                .with(new JournalObserver() {
                    @Override
                    public void group(int records, long bytes, long waitNanos) {
                        observer.groupWritten(records, bytes);
                    }

                    @Override
                    public void sync(long nanos) {
                        observer.journalSynced(nanos);
                    }
                });
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
