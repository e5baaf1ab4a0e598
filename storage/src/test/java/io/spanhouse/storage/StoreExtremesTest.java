package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
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
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.testing.SpanText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads of odd shapes through the whole store: found in the head, after a restart and in blocks, each span once. */
class StoreExtremesTest {
    private static final long START = 1_790_000_000_000_000_000L;

    @TempDir
    private Path directory;

    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private int resource;
    private int scope;

    private static TraceStore open(Path directory) {
        StoreOptions defaults = StoreOptions.defaults(directory);
        return TraceStore.open(new StoreOptions(
                directory,
                1,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(16 << 20, Duration.ofMinutes(10), Duration.ZERO),
                defaults.retention(),
                0,
                defaults.clock()));
    }

    private TraceStore open() {
        TraceStore store = open(directory);
        assertThat(store.project("default")).isEqualTo(1);
        return store;
    }

    private void startBatch() {
        resource = builder.resource(true, 0, 0, 0);
        scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
    }

    private void start(long trace, long span) {
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(5, trace)
                .spanId(span)
                .startNanos(START);
    }

    private void text(String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        builder.attribute(builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length));
    }

    private static List<String> texts(TraceStore store, long trace) {
        List<String> texts = new ArrayList<>();
        try (TraceSpans spans =
                store.get(new TraceRequest(1, new TraceId(5, trace), Visibility.ALL), QueryControl.unlimited())) {
            for (SpanBatch some = spans.next(); some != null; some = spans.next()) {
                texts.addAll(SpanText.renderAll(some));
            }
            assertThat(spans.completeness().complete()).isTrue();
        }
        Collections.sort(texts);
        return texts;
    }

    private static SearchRequest request(TracePredicate predicate, int limit, String cursor) {
        return new SearchRequest(
                1, TimeWindow.ALWAYS, predicate, TraceOrder.NEWEST, limit, cursor, true, Visibility.ALL);
    }

    @Test
    void tenThousandKeysAndAShapeForEverySpan() {
        startBatch();
        SplittableRandom random = new SplittableRandom(8);
        for (int span = 0; span < 5_000; span++) {
            start(span / 100, 1 + span);
            // Two of 10,000 keys each, so that every key is used and more than 4,096 shapes differ.
            text("key-" + 2 * span, "a");
            text("key-" + (2 * span + 1), "b");
            text("key-" + random.nextInt(10_000), "c");
            builder.endSpan();
        }
        SpanBatch batch = builder.build();
        List<String> ofTrace = new ArrayList<>(SpanText.renderAll(batch).subList(4_200, 4_300));
        Collections.sort(ofTrace);
        try (TraceStore store = open()) {
            assertThat(store.append(1, batch).join().stored()).isEqualTo(5_000);
            assertThat(texts(store, 42)).isEqualTo(ofTrace);
            store.settle();
            assertThat(texts(store, 42)).isEqualTo(ofTrace);
            TracePredicate rare = new TracePredicate.AnySpan(new SpanCondition.Comparison(
                    new Operand.Attribute(AttributeLevel.SPAN, "key-9999"), Operator.EQUAL, new Literal.Text("b")));
            assertThat(store.search(request(rare, 10, null), QueryControl.unlimited())
                            .traces())
                    .singleElement()
                    .satisfies(found -> assertThat(found.traceId()).isEqualTo(new TraceId(5, 49)));
        }
    }

    @Test
    void pagesOfTenThousandTracesThatStartInOneNanosecond() {
        try (TraceStore store = open()) {
            for (int part = 0; part < 4; part++) {
                startBatch();
                for (int trace = part; trace < 10_000; trace += 4) {
                    start(trace, 1);
                    builder.endSpan();
                }
                store.append(1, builder.build()).join();
                if (part == 1) {
                    store.settle();
                }
            }
            List<Long> listed = new ArrayList<>();
            String cursor = null;
            do {
                SearchAnswer page = store.search(request(TracePredicate.EVERY, 999, cursor), QueryControl.unlimited());
                assertThat(page.total()).hasValue(10_000);
                for (TraceSummary trace : page.traces()) {
                    listed.add(trace.traceId().low());
                }
                cursor = page.cursor();
            } while (cursor != null);
            List<Long> ascending = new ArrayList<>(new TreeSet<>(listed));
            assertThat(listed).hasSize(10_000);
            assertThat(ascending).hasSize(10_000);
            boolean up = listed.get(0) < listed.get(1);
            if (!up) {
                Collections.reverse(ascending);
            }
            assertThat(listed).isEqualTo(ascending);
        }
    }

    @Test
    void aTraceOfAHundredThousandSpansInOneRequestAndInTwoThousand() {
        int spans = 100_000;
        try (TraceStore store = open()) {
            startBatch();
            for (int span = 1; span <= spans; span++) {
                start(1, span);
                builder.parentSpanId(span / 10).endSpan();
            }
            assertThat(store.append(1, builder.build()).join().stored()).isEqualTo(spans);
            List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
            for (int request = 0; request < 2_000; request++) {
                startBatch();
                for (int i = 0; i < spans / 2_000; i++) {
                    start(2, 1 + request * (spans / 2_000) + i);
                    builder.endSpan();
                }
                answers.add(store.append(1, builder.build()));
                if (request == 700) {
                    store.settle();
                }
            }
            answers.forEach(answer -> assertThat(answer.join().stored()).isEqualTo(spans / 2_000));
            for (int pass = 0; pass < 2; pass++) {
                assertSpans(store, 1, spans);
                assertSpans(store, 2, spans);
                store.settle();
            }
        }
    }

    private static void assertSpans(TraceStore store, long trace, int expected) {
        long sum = 0;
        int count = 0;
        try (TraceSpans spans =
                store.get(new TraceRequest(1, new TraceId(5, trace), Visibility.ALL), QueryControl.unlimited())) {
            for (SpanBatch some = spans.next(); some != null; some = spans.next()) {
                for (int row = 0; row < some.rowCount(); row++) {
                    sum += some.spanId(row);
                    count++;
                }
            }
            assertThat(spans.summary().spans()).isEqualTo(expected);
        }
        assertThat(count).isEqualTo(expected);
        assertThat(sum).isEqualTo((long) expected * (expected + 1) / 2);
    }

    /** Two senders whose tables of codes are emptied at different times say the same in different codes. */
    @Test
    void twoSendersWithTablesOfTheirOwn() throws InterruptedException {
        Set<String> sent = Collections.synchronizedSet(new TreeSet<>());
        try (TraceStore store = open()) {
            List<Thread> senders = new ArrayList<>();
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            for (int number = 0; number < 2; number++) {
                int sender = number;
                Thread thread = new Thread(() -> send(store, sender, sent));
                thread.setUncaughtExceptionHandler((failed, failure) -> failures.add(failure));
                senders.add(thread);
                thread.start();
            }
            for (Thread thread : senders) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(texts(store, 1)).containsExactlyElementsOf(sent);
            store.settle();
            assertThat(texts(store, 1)).containsExactlyElementsOf(sent);
        }
    }

    private static void send(TraceStore store, int sender, Set<String> sent) {
        SplittableRandom random = new SplittableRandom(sender);
        StoreExtremesTest test = new StoreExtremesTest();
        for (int batch = 0; batch < 200; batch++) {
            test.startBatch();
            int first = random.nextInt(50);
            for (int i = 0; i < 1 + random.nextInt(9); i++) {
                test.start(1, 1 + sender * 100_000L + batch * 100 + i);
                for (int key = 0; key < 6; key++) {
                    test.text("key-" + (first + i * 7 + key) % 50, "value-" + (first + i * 3 + key) % 20);
                }
                test.builder.endSpan();
            }
            SpanBatch built = test.builder.build();
            sent.addAll(SpanText.renderAll(built));
            store.append(1, built).join();
        }
    }

    @Test
    void replayedTwiceAndThreeTimesAndOverBlocksEachSpanIsThereOnce() throws IOException {
        Path running = directory.resolve("running");
        Path killed = directory.resolve("killed");
        List<String> sent = new ArrayList<>();
        try (TraceStore store = open(running)) {
            assertThat(store.project("default")).isEqualTo(1);
            for (int batch = 0; batch < 40; batch++) {
                startBatch();
                for (int i = 0; i < 25; i++) {
                    start(1, 1 + batch * 25 + i);
                    text("key", "value-" + batch);
                    builder.endSpan();
                }
                SpanBatch built = builder.build();
                sent.addAll(SpanText.renderAll(built));
                store.append(1, built).join();
                if (batch == 20) {
                    store.settle();
                }
            }
            // What a kill leaves: the files as they are, nothing closed.
            copy(running, killed);
        }
        Collections.sort(sent);
        for (int replay = 1; replay <= 3; replay++) {
            try (TraceStore store = open(killed)) {
                assertThat(store.status().partitions().get(0).headSpans()).isEqualTo(19 * 25);
                assertThat(texts(store, 1)).as("replay %d", replay).isEqualTo(sent);
                assertThat(store.status().alarms()).isEmpty();
            }
        }
        try (TraceStore store = open(killed)) {
            store.settle();
            assertThat(texts(store, 1)).isEqualTo(sent);
        }
        try (TraceStore store = open(killed)) {
            assertThat(store.status().partitions().get(0).headSpans()).isZero();
            assertThat(texts(store, 1)).isEqualTo(sent);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
