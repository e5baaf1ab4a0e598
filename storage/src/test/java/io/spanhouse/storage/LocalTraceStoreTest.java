package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.testing.SeededSpans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store promises as a whole, on a real disk. */
class LocalTraceStoreTest {
    private static final int SPAN_BYTES_VALUE = 2_000;

    private final MovedClock clock = new MovedClock();

    @TempDir
    private Path directory;

    private TraceStore open() {
        return open(Duration.ofDays(30));
    }

    private TraceStore open(Duration retention) {
        StoreOptions defaults = StoreOptions.defaults(directory);
        return TraceStore.open(new StoreOptions(
                directory,
                1,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(8 << 20, Duration.ofMinutes(10), Duration.ZERO),
                new StoreOptions.Retention(retention, Long.MAX_VALUE, Duration.ofHours(1)),
                0,
                clock));
    }

    private static SpanBatch batch(int spans, String value) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
        for (int i = 0; i < spans; i++) {
            builder.startSpan()
                    .resource(resource)
                    .scope(scope)
                    .traceId(7, 1 + i / 4)
                    .spanId(1 + i);
            builder.attribute(builder.pair(builder.string("value"), ValueType.STRING, bytes, 0, bytes.length));
            builder.endSpan();
        }
        return builder.build();
    }

    private static long total(TraceStore store, int project) {
        SearchRequest newest = SearchRequest.newest(project, TracePredicate.EVERY, 1);
        return store.search(
                        new SearchRequest(
                                project,
                                newest.window(),
                                newest.predicate(),
                                newest.order(),
                                1,
                                null,
                                true,
                                Visibility.ALL),
                        QueryControl.unlimited())
                .total()
                .orElseThrow();
    }

    @Test
    void oneProcessAtATimeHasTheDirectory() {
        try (TraceStore store = open()) {
            assertThat(store.accepting()).isTrue();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(this::open)
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE))
                    .withMessageContaining("another process");
        }
        open().close();
    }

    @Test
    void aClosedStoreSaysSo() {
        TraceStore store = open();
        int project = store.project("default");
        store.close();
        store.close();
        assertThat(store.append(project, batch(1, "x"))).isCompletedExceptionally();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> total(store, project))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CLOSED));
    }

    @Test
    void aDeletedProjectIsHiddenAtOnceAndItsBytesGo() throws IOException {
        String planted = "planted-value-0123456789-" + "x".repeat(50);
        try (TraceStore store = open()) {
            int deleted = store.project("deleted");
            int kept = store.project("kept");
            store.append(deleted, batch(10, planted)).join();
            store.append(kept, batch(10, "kept-value")).join();
            store.settle();
            store.append(deleted, batch(20, planted)).join();
            assertThat(filesWith(planted)).isNotZero();
            assertThat(store.deleteProject("deleted")).isTrue();
            assertThat(total(store, deleted)).isZero();
            assertThat(store.get(
                            new TraceRequest(deleted, new TraceId(7, 1), Visibility.ALL), QueryControl.unlimited()))
                    .isNull();
            assertThat(store.append(deleted, batch(1, planted))).isCompletedExceptionally();
            assertThat(store.projects()).containsOnlyKeys("kept");
            store.settle();
            assertThat(filesWith(planted)).isZero();
            assertThat(total(store, kept)).isEqualTo(3);
            assertThat(store.project("deleted")).isNotEqualTo(deleted);
        }
        try (TraceStore store = open()) {
            assertThat(total(store, store.project("deleted"))).isZero();
            assertThat(total(store, store.project("kept"))).isEqualTo(3);
        }
    }

    private long filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, wanted))
                    .count();
        }
    }

    private static boolean contains(Path file, byte[] wanted) {
        try {
            String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return content.contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRepeatedBatchAddsNothingAcrossSealsAndRestarts() {
        SpanBatch batch = new SeededSpans(11).batch(300);
        int project;
        long spans;
        try (TraceStore store = open()) {
            project = store.project("default");
            AppendResult first = store.append(project, batch).join();
            assertThat(first.stored()).isPositive();
            assertThat(store.append(project, batch).join().stored()).isZero();
            store.settle();
            spans = blockSpans(store);
            assertThat(store.append(project, batch).join().stored()).isZero();
        }
        clock.advance(Duration.ofHours(1));
        try (TraceStore store = open()) {
            assertThat(store.append(project, batch).join().stored()).isZero();
            store.settle();
            assertThat(blockSpans(store)).isEqualTo(spans);
        }
    }

    private static long blockSpans(TraceStore store) {
        return store.status().buckets().stream()
                .mapToLong(StoreStatus.Bucket::spans)
                .sum();
    }

    @Test
    void aBatchLargerThanAGenerationIsTakenInParts() {
        try (TraceStore store = open()) {
            int project = store.project("default");
            String large = "y".repeat(SPAN_BYTES_VALUE);
            SpanBatchBuilder builder = new SpanBatchBuilder();
            int resource = builder.resource(true, 0, 0, 0);
            int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = (large + i).getBytes(StandardCharsets.UTF_8);
                builder.startSpan()
                        .resource(resource)
                        .scope(scope)
                        .traceId(9, i + 1)
                        .spanId(1);
                builder.attribute(builder.pair(builder.string("value"), ValueType.STRING, bytes, 0, bytes.length));
                builder.endSpan();
            }
            assertThat(store.append(project, builder.build()).join().stored()).isEqualTo(20_000);
            assertThat(total(store, project)).isEqualTo(20_000);
        }
    }

    @Test
    void aJumpOfTheWallClockDropsNothingAndAgeDoes() {
        Duration retention = Duration.ofDays(2);
        try (TraceStore store = open(retention)) {
            int project = store.project("default");
            store.append(project, batch(8, "old")).join();
            store.settle();
            clock.jumpWall(Duration.ofDays(3650));
            store.settle();
            assertThat(total(store, project)).isEqualTo(2);
            clock.jumpWall(Duration.ofDays(-3650));
            store.settle();
            assertThat(total(store, project)).isEqualTo(2);
            clock.advance(Duration.ofDays(3));
            store.settle();
            assertThat(total(store, project)).isZero();
            assertThat(blockSpans(store)).isZero();
        }
    }

    @Test
    void aTraceLargerThanASliceComesInOrder() {
        int spans = TraceSpans.SLICE_ROWS_MAX * 2 + 100;
        try (TraceStore store = open()) {
            int project = store.project("default");
            SpanBatchBuilder builder = new SpanBatchBuilder();
            int resource = builder.resource(true, 0, 0, 0);
            int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
            for (int i = 0; i < spans; i++) {
                builder.startSpan()
                        .resource(resource)
                        .scope(scope)
                        .traceId(3, 4)
                        .spanId(1 + i)
                        .startNanos(1_000_000L + Math.floorMod(i * 7919L, 100_003L));
                builder.endSpan();
                if (builder.rowCount() == 5_000) {
                    store.append(project, builder.build()).join();
                    resource = builder.resource(true, 0, 0, 0);
                    scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
                    if (i == 9_999) {
                        store.settle();
                    }
                }
            }
            store.append(project, builder.build()).join();
            assertOrdered(store, project, spans);
            store.settle();
            assertOrdered(store, project, spans);
        }
    }

    private static void assertOrdered(TraceStore store, int project, int spans) {
        TraceSpans trace =
                store.get(new TraceRequest(project, new TraceId(3, 4), Visibility.ALL), QueryControl.unlimited());
        assertThat(trace).isNotNull();
        long last = 0;
        int count = 0;
        try (trace) {
            for (SpanBatch slice = trace.next(); slice != null; slice = trace.next()) {
                assertThat(slice.rowCount()).isLessThanOrEqualTo(TraceSpans.SLICE_ROWS_MAX);
                for (int row = 0; row < slice.rowCount(); row++) {
                    assertThat(slice.startNanos(row)).isGreaterThanOrEqualTo(last);
                    last = slice.startNanos(row);
                    count++;
                }
            }
        }
        assertThat(count).isEqualTo(spans);
    }

    /** Both clocks stand still until they are moved, together or the wall alone. */
    private static final class MovedClock implements StoreClock {
        private final AtomicLong nanoTime = new AtomicLong(1_000_000_000L);
        private final AtomicLong epochMillis = new AtomicLong(1_790_000_000_000L);

        void advance(Duration duration) {
            nanoTime.addAndGet(duration.toNanos());
            epochMillis.addAndGet(duration.toMillis());
        }

        void jumpWall(Duration duration) {
            epochMillis.addAndGet(duration.toMillis());
        }

        @Override
        public long epochMillis() {
            return epochMillis.get();
        }

        @Override
        public long nanoTime() {
            return nanoTime.get();
        }
    }
}
