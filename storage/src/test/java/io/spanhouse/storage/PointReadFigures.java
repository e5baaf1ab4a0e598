package io.spanhouse.storage;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.DemoSpans;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Measures reading traces by id, hits and misses, with the cache of chunks empty and full; prints p50 and p99. Run by hand,
 * on the directory of any store that is not open, or on an absent one, which is filled first:
 *
 * <pre>
 * java -cp ... io.spanhouse.storage.PointReadFigures directory [spans to fill it with]
 * </pre>
 */
final class PointReadFigures {
    private static final int READS = 1_000;
    private static final int BATCH_SPANS = 512;
    private static final int APPENDS_UNDER_WAY = 64;
    private static final long SEED = 20_260_101;

    private PointReadFigures() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        boolean exists = Files.isDirectory(directory);
        StoreOptions options = StoreOptions.defaults(directory);
        List<TraceId> some;
        List<TraceId> others;
        try (TraceStore store = TraceStore.open(options)) {
            if (!exists) {
                fill(store, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000);
            }
            store.settle();
            System.out.println(store.status().buckets());
            int project = project(store);
            some = sample(store, project, new SplittableRandom(SEED));
            others = sample(store, project, new SplittableRandom(SEED + 1));
            for (int i = 0; i < 5; i++) {
                time(store, "hit while the program warms up", others);
            }
        }
        time(options, "hit, no chunk cached", some, others);
        dropPages(directory);
        time(options, "hit, no page cached", some, others);
    }

    /** Tells the system to forget the files, as it does by itself when others need the memory. */
    private static void dropPages(Path directory) throws IOException, InterruptedException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".sst")).toList()) {
                new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none")
                        .inheritIO()
                        .start()
                        .waitFor();
            }
        }
    }

    private static void time(StoreOptions options, String first, List<TraceId> some, List<TraceId> others) {
        try (TraceStore store = TraceStore.open(options)) {
            time(store, first, some);
            time(store, "hit again", some);
            time(store, "hit of others", others);
            time(store, "miss, first", absent(SEED));
            time(store, "miss", absent(SEED + 1));
        }
    }

    private static int project(TraceStore store) {
        return store.projects().values().iterator().next();
    }

    private static void fill(TraceStore store, int spans) {
        int project = store.project("shop");
        DemoSpans demo = new DemoSpans(1);
        List<CompletableFuture<AppendResult>> acks = new ArrayList<>();
        for (int sent = 0; sent < spans; sent += BATCH_SPANS) {
            SpanBatch batch = demo.batch(BATCH_SPANS);
            acks.add(store.append(project, batch));
            if (acks.size() == APPENDS_UNDER_WAY) {
                acks.forEach(CompletableFuture::join);
                acks.clear();
            }
        }
        acks.forEach(CompletableFuture::join);
    }

    /** Ids of traces at random instants. */
    private static List<TraceId> sample(TraceStore store, int project, SplittableRandom random) {
        long first = edge(store, project, new TraceOrder(TraceOrder.NEWEST.key(), false));
        long last = edge(store, project, TraceOrder.NEWEST);
        List<TraceId> ids = new ArrayList<>();
        while (ids.size() < READS) {
            TimeWindow window = new TimeWindow(0, first + random.nextLong(last - first) + 1);
            SearchAnswer answer = store.search(request(project, window, TraceOrder.NEWEST), QueryControl.unlimited());
            ids.add(answer.traces().get(0).traceId());
        }
        return ids;
    }

    private static long edge(TraceStore store, int project, TraceOrder order) {
        return store.search(request(project, TimeWindow.ALWAYS, order), QueryControl.unlimited())
                .traces()
                .get(0)
                .startNanos();
    }

    private static SearchRequest request(int project, TimeWindow window, TraceOrder order) {
        return new SearchRequest(project, window, TracePredicate.EVERY, order, 1, null, false, Visibility.ALL);
    }

    private static List<TraceId> absent(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TraceId> ids = new ArrayList<>();
        for (int i = 0; i < READS; i++) {
            ids.add(new TraceId(random.nextLong(), random.nextLong()));
        }
        return ids;
    }

    private static void time(TraceStore store, String what, List<TraceId> ids) {
        int project = project(store);
        long[] nanos = new long[ids.size()];
        long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        StoreFigures before = store.figures();
        int spans = 0;
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            spans += read(store, new TraceRequest(project, ids.get(i), Visibility.ALL));
            nanos[i] = System.nanoTime() - start;
        }
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore;
        StoreFigures after = store.figures();
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-32s p50 %7.3f ms  p99 %7.3f ms  CPU %7.3f ms  %.1f spans, %.1f chunks cached, %.1f not%n",
                what,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                cpu / 1e6 / nanos.length,
                (double) spans / nanos.length,
                (double) (after.chunkCache().hits() - before.chunkCache().hits()) / nanos.length,
                (double) (after.chunkCache().misses() - before.chunkCache().misses()) / nanos.length);
    }

    private static int read(TraceStore store, TraceRequest request) {
        int count = 0;
        try (TraceSpans spans = store.get(request, QueryControl.unlimited())) {
            if (spans == null) {
                return 0;
            }
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                count += slice.rowCount();
            }
        }
        return count;
    }
}
