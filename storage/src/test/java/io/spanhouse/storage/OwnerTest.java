package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Method: a trace that lies in several fragments lives through a seal, a merge, the drop of its oldest bucket, damage of a
 * block that the journal heals and damage that it cannot, in every order. After each of them it has one owner: it is listed
 * once, as a whole, and what is missing of it is named.
 */
class OwnerTest {
    private static final TraceId TRACE = new TraceId(3, 4);
    private static final int MERGED = 8;
    private static final Duration RETENTION = Duration.ofHours(3);
    private static final SearchRequest ALL = new SearchRequest(
            1, TimeWindow.ALWAYS, TracePredicate.EVERY, TraceOrder.NEWEST, 100, null, true, Visibility.ALL);

    @TempDir
    private Path directory;

    private enum Event {
        SEAL,
        MERGE,
        DROP,
        HEALED_DAMAGE,
        LOSS
    }

    @Test
    void aTraceHasOneOwnerAfterEveryOrderOfEvents() throws IOException {
        List<List<Event>> orders = new ArrayList<>();
        permute(new ArrayList<>(), orders);
        // All orders of the first four, with the loss at a place that moves.
        assertThat(orders).hasSize(24);
        for (int i = 0; i < orders.size(); i++) {
            orders.get(i).add(i % 5, Event.LOSS);
            live(directory.resolve("store-" + i), orders.get(i));
        }
    }

    private static void permute(List<Event> chosen, List<List<Event>> into) {
        if (chosen.size() == 4) {
            into.add(new ArrayList<>(chosen));
            return;
        }
        for (Event event : Event.values()) {
            if (event != Event.LOSS && !chosen.contains(event)) {
                chosen.add(event);
                permute(chosen, into);
                chosen.remove(chosen.size() - 1);
            }
        }
    }

    private static void live(Path directory, List<Event> events) throws IOException {
        try (Life life = new Life(directory)) {
            for (int i = 0; i < 2; i++) {
                life.append();
                life.store.settle();
            }
            life.append();
            life.check(events + " before all");
            for (Event event : events) {
                life.suffer(event);
                life.check(events + " after " + event);
                life.append();
                life.check(events + " after " + event + " and a late span");
            }
        }
    }

    private static final class Life implements AutoCloseable {
        private final Path directory;
        private final MovedClock clock = new MovedClock();
        private final Set<Long> sent = new TreeSet<>();
        private TraceStore store;
        private boolean lost;
        private boolean lossIsNamed;
        private boolean dropped;

        Life(Path directory) {
            this.directory = directory;
            open();
            assertThat(store.project("default")).isEqualTo(1);
        }

        private void open() {
            StoreOptions defaults = StoreOptions.defaults(directory);
            store = TraceStore.open(new StoreOptions(
                    directory,
                    1,
                    StoreOptions.Durability.SYNC,
                    defaults.memory(),
                    new StoreOptions.Head(8 << 20, Duration.ofMinutes(10), Duration.ZERO),
                    new StoreOptions.Retention(RETENTION, Long.MAX_VALUE, Duration.ofHours(1)),
                    0,
                    clock));
        }

        /** A span of the trace, and one of another trace. */
        void append() {
            long id = sent.size() + 1;
            SpanBatchBuilder builder = new SpanBatchBuilder();
            int resource = builder.resource(true, 0, 0, 0);
            int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
            builder.startSpan().resource(resource).scope(scope).traceId(TRACE.high(), TRACE.low());
            builder.spanId(id).parentSpanId(id == 1 ? 0 : 1).startNanos(1_000 + id);
            builder.endSpan();
            builder.startSpan().resource(resource).scope(scope).traceId(9, id);
            builder.spanId(1).startNanos(1);
            builder.endSpan();
            store.append(1, builder.build()).join();
            sent.add(id);
        }

        void suffer(Event event) throws IOException {
            switch (event) {
                case SEAL:
                    store.settle();
                    break;
                case MERGE:
                    for (int i = 0; i < MERGED; i++) {
                        append();
                        store.settle();
                    }
                    break;
                case DROP:
                    store.settle();
                    clock.advance(RETENTION.minusMinutes(30));
                    append();
                    store.settle();
                    clock.advance(Duration.ofMinutes(100));
                    store.settle();
                    dropped = true;
                    break;
                case HEALED_DAMAGE:
                    restartDamaged(false);
                    lossIsNamed = false;
                    break;
                case LOSS:
                    restartDamaged(true);
                    lost = true;
                    lossIsNamed = true;
                    break;
            }
        }

        /** Breaks the newest block, and takes the journal away from which it could be made again. */
        private void restartDamaged(boolean withoutJournal) throws IOException {
            store.settle();
            store.close();
            List<Path> blocks = files(".sst");
            blocks.sort(Comparator.comparing(Path::toString));
            try (RandomAccessFile file =
                    new RandomAccessFile(blocks.get(blocks.size() - 1).toFile(), "rw")) {
                file.seek(file.length() - 20);
                int value = file.read();
                file.seek(file.length() - 20);
                file.write(value ^ 1);
            }
            if (withoutJournal) {
                for (Path segment : files(".journal")) {
                    Files.delete(segment);
                }
            }
            open();
        }

        private List<Path> files(String suffix) throws IOException {
            try (Stream<Path> files = Files.walk(directory)) {
                return new ArrayList<>(files.filter(file -> file.toString().endsWith(suffix))
                        .filter(file -> !file.toString().contains("quarantine"))
                        .toList());
            }
        }

        void check(String what) {
            Set<Long> got = new TreeSet<>();
            long spans;
            boolean partial;
            try (TraceSpans found = store.get(new TraceRequest(1, TRACE, Visibility.ALL), QueryControl.unlimited())) {
                if (found == null) {
                    assertThat(lost).as(what).isTrue();
                    return;
                }
                for (SpanBatch some = found.next(); some != null; some = found.next()) {
                    for (int row = 0; row < some.rowCount(); row++) {
                        assertThat(got.add(some.spanId(row))).as(what).isTrue();
                    }
                }
                spans = found.summary().spans();
                partial = !found.completeness().complete() || found.summary().expiredPart();
            }
            assertThat(sent).as(what).containsAll(got);
            // A loss at the end is known as such until later records are sealed and the store is opened again.
            assertThat(got.size() == sent.size() || partial || lost && !lossIsNamed)
                    .as("%s: %s of %s", what, got, sent)
                    .isTrue();
            assertThat(got.size() == sent.size() || lost || dropped).as(what).isTrue();
            assertThat(spans).as(what).isBetween((long) got.size(), (long) sent.size());
            assertThat(lost || spans == sent.size()).as(what).isTrue();

            SearchAnswer listed = store.search(ALL, QueryControl.unlimited());
            assertThat(listed.traces().stream().filter(trace -> trace.traceId().equals(TRACE)))
                    .as(what)
                    .singleElement()
                    .satisfies(trace -> assertThat(trace.spans()).isEqualTo(spans));
            assertThat(listed.traces().stream().map(trace -> trace.traceId()).distinct())
                    .as(what)
                    .hasSize(listed.traces().size());
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** Both clocks stand still until they are moved. */
    private static final class MovedClock implements StoreClock {
        private final AtomicLong nanoTime = new AtomicLong(1_000_000_000L);
        private final AtomicLong epochMillis = new AtomicLong(1_790_000_000_000L);

        void advance(Duration duration) {
            nanoTime.addAndGet(duration.toNanos());
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
