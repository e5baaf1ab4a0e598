package io.spanhouse.storage.faults;

import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.OracleStore;
import io.spanhouse.storage.testing.SpanText;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A store on disk of which everything is known: three buckets of two blocks each, a journal with sealed records, if they are
 * kept, and with a tail that is in no block, two projects. Of project {@code demo} it is known in which of these places each
 * trace lies; the traces of {@code workload} lie in all of them, and an oracle knows them.
 */
final class KnownStore {
    /** Number of the project whose traces lie in one place each. */
    static final int DEMO = 1;

    /** Number of the project whose traces lie everywhere. */
    static final int WORKLOAD = 2;

    static final int BUCKETS = 3;

    /** The place of what is only in the journal. */
    static final int TAIL = BUCKETS + 1;

    private static final int SEALS_OF_BUCKET = 2;
    private static final int DEMO_SPANS = 64;
    private static final int WORKLOAD_BATCHES = 3;

    final Path directory;
    final MovedClock clock = new MovedClock();
    /** By trace of project demo: the texts of its spans. */
    final Map<TraceId, List<String>> demo = new HashMap<>();
    /** By trace of project demo: its bucket, counted from 1, or {@link #TAIL}. */
    final Map<TraceId, Integer> places = new HashMap<>();

    /** By trace of project workload: the texts of its spans. */
    final Map<TraceId, List<String>> workload = new HashMap<>();

    final OracleStore oracle = new OracleStore();
    /** The directory as it was at earlier ends. */
    final List<Path> earlier = new ArrayList<>();

    private final DemoSpans demoSpans;
    private final WorkloadSpans workloadSpans;

    private KnownStore(Path directory, long seed) {
        this.directory = directory;
        demoSpans = new DemoSpans(seed);
        workloadSpans = new WorkloadSpans(seed);
    }

    /**
     * Fills a store and closes it.
     *
     * @param keepsJournal whether the journal keeps the records of blocks, by which they can heal
     */
    static KnownStore fill(Path directory, long seed, boolean keepsJournal) throws IOException {
        KnownStore known = new KnownStore(directory.resolve("store"), seed);
        for (int bucket = 1; bucket <= BUCKETS; bucket++) {
            for (int seal = 0; seal < SEALS_OF_BUCKET; seal++) {
                try (TraceStore store = known.open(known.directory)) {
                    known.append(store, bucket);
                    store.settle();
                }
            }
            known.keep(directory.resolve("earlier-" + bucket));
            known.clock.move(Duration.ofHours(2));
        }
        try (TraceStore store = known.open(known.directory)) {
            if (!keepsJournal) {
                // Erasing a project takes the records of all blocks out of the journal.
                int gone = store.project("gone");
                store.append(gone, new DemoSpans(seed + 1).batch(4)).join();
                store.deleteProject("gone");
                store.settle();
            }
            known.append(store, TAIL);
        }
        known.keep(directory.resolve("earlier-tail"));
        try (TraceStore store = known.open(known.directory)) {
            known.append(store, TAIL);
        }
        for (TraceId id : known.oracle.traceIds()) {
            known.workload.put(id, known.oracle.get(new TraceRequest(WORKLOAD, id, Visibility.ALL)));
        }
        return known;
    }

    private void keep(Path copy) throws IOException {
        Trees.copy(directory, copy);
        earlier.add(copy);
    }

    private void append(TraceStore store, int place) {
        if (store.project("demo") != DEMO || store.project("workload") != WORKLOAD) {
            throw new IllegalStateException("projects have other numbers: " + store.projects());
        }
        SpanBatch batch = demoSpans.batch(DEMO_SPANS);
        store.append(DEMO, batch).join();
        for (int row = 0; row < batch.rowCount(); row++) {
            TraceId id = new TraceId(batch.traceIdHigh(row), batch.traceIdLow(row));
            demo.computeIfAbsent(id, absent -> new ArrayList<>()).add(SpanText.render(batch, row));
            places.put(id, place);
        }
        for (int i = 0; i < WORKLOAD_BATCHES; i++) {
            SpanBatch workload = workloadSpans.next(30);
            store.append(WORKLOAD, workload).join();
            oracle.append(workload);
        }
    }

    /** Opens the store of a directory that is a copy of this. */
    TraceStore open(Path copy) {
        StoreOptions defaults = StoreOptions.defaults(copy);
        return TraceStore.open(new StoreOptions(
                copy,
                1,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(8 << 20, Duration.ofMinutes(10), Duration.ZERO),
                new StoreOptions.Retention(Duration.ofDays(30), Long.MAX_VALUE, Duration.ofHours(1)),
                0,
                clock));
    }
}
