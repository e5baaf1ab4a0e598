package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.DemoSpans;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Method: bits of a block's file are flipped at random places, one store for each, and every answer is held against that of
 * the store before. It may be less, and then says so; it is never other.
 */
class DamagedBlockTest {
    private static final int FLIPS = 12;
    private static final SearchRequest ALL_TRACES = new SearchRequest(
            1,
            TimeWindow.ALWAYS,
            new TracePredicate.SpanCount(SpanCondition.EVERY, Operator.GREATER, 0),
            TraceOrder.NEWEST,
            SearchRequest.LIMIT_MAX,
            null,
            true,
            Visibility.ALL);
    private static final AggregateRequest COUNT =
            AggregateRequest.of(1, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL);

    @TempDir
    private Path directory;

    @Test
    void answersAreLessAndSaySoButNeverOther() throws IOException {
        Path whole = directory.resolve("whole");
        Map<String, TraceSummary> expected = fill(whole);
        SplittableRandom random = new SplittableRandom(3);
        int damaged = 0;
        for (int i = 0; i < FLIPS; i++) {
            Path copy = directory.resolve("copy-" + i);
            copy(whole, copy);
            flip(copy, random);
            try (TraceStore store = TraceStore.open(options(copy))) {
                damaged += check(store, expected, "flip " + i) ? 1 : 0;
            }
        }
        assertThat(damaged).as("flips that were met").isPositive();
    }

    private static StoreOptions options(Path directory) {
        StoreOptions defaults = StoreOptions.defaults(directory);
        return new StoreOptions(
                directory,
                1,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                defaults.head(),
                defaults.retention(),
                0,
                defaults.clock());
    }

    private static Map<String, TraceSummary> fill(Path directory) {
        try (TraceStore store = TraceStore.open(options(directory))) {
            assertThat(store.project("demo")).isEqualTo(1);
            DemoSpans demo = new DemoSpans(1);
            for (int i = 0; i < 20; i++) {
                store.append(1, demo.batch(512)).join();
            }
            store.settle();
            return store.search(ALL_TRACES, QueryControl.unlimited()).traces().stream()
                    .collect(Collectors.toMap(trace -> trace.traceId().toString(), Function.identity()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void flip(Path directory, SplittableRandom random) throws IOException {
        List<Path> blocks;
        try (Stream<Path> files = Files.walk(directory)) {
            blocks = files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
        assertThat(blocks).isNotEmpty();
        Path block = blocks.get(random.nextInt(blocks.size()));
        try (RandomAccessFile file = new RandomAccessFile(block.toFile(), "rw")) {
            long place = random.nextLong(file.length() * 9 / 10);
            file.seek(place);
            int value = file.read();
            file.seek(place);
            file.write(value ^ 1 << random.nextInt(8));
        }
    }

    /** Whether the damage was met. */
    private static boolean check(TraceStore store, Map<String, TraceSummary> expected, String what) {
        SearchAnswer found = store.search(ALL_TRACES, QueryControl.unlimited());
        for (TraceSummary trace : found.traces()) {
            assertThat(trace).as(what).isEqualTo(expected.get(trace.traceId().toString()));
        }
        boolean met = !found.completeness().complete();
        if (met) {
            assertThat(found.completeness().reason()).as(what).isEqualTo(Completeness.Reason.DAMAGED);
            assertThat(found.completeness().missing()).as(what).isNotEmpty();
            assertThat(found.total()).as(what).isEmpty();
        } else {
            assertThat(found.traces()).as(what).hasSize(expected.size());
        }
        AggregateAnswer counted = store.aggregate(COUNT, QueryControl.unlimited());
        long spans = expected.values().stream().mapToLong(TraceSummary::spans).sum();
        long counts =
                counted.groups().stream().mapToLong(group -> group.whole(0)).sum();
        assertThat(counts).as(what).isLessThanOrEqualTo(spans);
        assertThat(counts == spans || !counted.completeness().complete())
                .as(what)
                .isTrue();
        boolean metByGet = checkTraces(store, expected.values(), what);
        return metByGet || met || counts < spans;
    }

    private static boolean checkTraces(TraceStore store, Iterable<TraceSummary> expected, String what) {
        boolean met = false;
        int read = 0;
        for (TraceSummary trace : expected) {
            if (read++ > 100) {
                break;
            }
            TraceRequest request = new TraceRequest(1, trace.traceId(), Visibility.ALL);
            try (TraceSpans spans = store.get(request, QueryControl.unlimited())) {
                assertThat(spans).as(what).isNotNull();
                List<Long> ids = new ArrayList<>();
                for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                    for (int row = 0; row < slice.rowCount(); row++) {
                        ids.add(slice.spanId(row));
                    }
                }
                assertThat((long) ids.size()).as(what).isLessThanOrEqualTo(trace.spans());
                assertThat(ids.size() == trace.spans() || !spans.completeness().complete())
                        .as(what)
                        .isTrue();
                met |= !spans.completeness().complete();
            }
        }
        return met;
    }
}
