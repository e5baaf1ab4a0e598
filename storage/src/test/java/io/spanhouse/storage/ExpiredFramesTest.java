package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
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
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.scripts.Definition;
import io.spanhouse.storage.scripts.DefinitionFields;
import io.spanhouse.storage.scripts.RecordingCandidate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of a recording whose keep time is over are in no answer, and everything else of the run stays. */
final class ExpiredFramesTest {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final int PROJECT = 1;
    private static final String SECRET = " kR9vXq2LmZ7tBw4Yc8Nd ";

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock();

    private TraceStore open() {
        StoreOptions usual = StoreOptions.defaults(directory);
        TraceStore store = TraceStore.open(new StoreOptions(
                directory,
                1,
                usual.durability(),
                usual.memory(),
                usual.head(),
                usual.retention(),
                usual.diskReserveBytes(),
                clock));
        assertThat(store.project("default")).isEqualTo(PROJECT);
        return store;
    }

    private static void run(TraceStore store, String run, long trace) {
        store.scriptState().recordings().note(PROJECT, List.of(new RecordingCandidate("s", "", run)));
        SpanBatchBuilder builder = new SpanBatchBuilder();
        builder.startSpan().traceId(0, trace).spanId(1).name(builder.string("call"));
        byte[] id = run.getBytes(StandardCharsets.UTF_8);
        builder.attribute(builder.pair(builder.string("run_id"), ValueType.STRING, id, 0, id.length));
        for (String event : List.of("script.frame", "script.stdout", "script.frame")) {
            builder.startEvent();
            builder.eventName(builder.string(event));
            byte[] value = (event + SECRET + run).getBytes(StandardCharsets.UTF_8);
            builder.eventAttribute(
                    builder.pair(builder.string("of." + event), ValueType.STRING, value, 0, value.length));
            builder.endEvent();
        }
        builder.endSpan();
        builder.resourceOfRows(0, builder.resource(true, 0, 0, 0), 0);
        builder.scopeOfRows(0, builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0)), 0);
        store.append(PROJECT, builder.build()).join();
    }

    /** Names of the events that a trace shows. */
    private static List<String> events(TraceStore store, long trace) {
        TraceRequest request = new TraceRequest(PROJECT, new TraceId(0, trace), Visibility.ALL);
        try (TraceSpans spans = Objects.requireNonNull(store.get(request, QueryControl.unlimited()))) {
            SpanBatch batch = Objects.requireNonNull(spans.next());
            assertThat(batch.rowCount()).isEqualTo(1);
            List<String> names = new ArrayList<>();
            for (int event = batch.eventStart(0); event < batch.eventEnd(0); event++) {
                names.add(batch.strings().text(batch.eventName(event)));
            }
            assertThat(batch.droppedEvents(0)).isEqualTo(3 - names.size());
            return names;
        }
    }

    private static Definition define(TraceStore store, int keepDays) {
        return store.scriptState()
                .definitions()
                .create(PROJECT, new DefinitionFields(List.of("s"), "", "", 1, keepDays, true, 1, false), "");
    }

    @Test
    void areHiddenAtOnceAndStayHidden() {
        try (TraceStore store = open()) {
            Definition definition = define(store, 1);
            run(store, "old", 7);
            assertThat(events(store, 7)).hasSize(3);
            clock.advance(DAY_MILLIS);
            run(store, "new", 8);
            for (int round = 0; round < 2; round++) {
                assertThat(events(store, 7)).containsExactly("script.stdout");
                assertThat(events(store, 8)).hasSize(3);
                store.settle();
            }
            while (store.scriptState().recordings().upkeep(30 * DAY_MILLIS)) {}
            store.scriptState().deleteDefinition(PROJECT, definition.number());
            assertThat(events(store, 7)).containsExactly("script.stdout");
            assertThat(events(store, 8)).as("deleted with its definition").containsExactly("script.stdout");
        }
        try (TraceStore store = open()) {
            assertThat(events(store, 7)).containsExactly("script.stdout");
            clock.advance(31 * DAY_MILLIS);
            store.scriptState().recordings().upkeep(30 * DAY_MILLIS);
            assertThat(store.scriptState().recordings().hidden(PROJECT, "old"))
                    .as("forgotten when its spans are gone")
                    .isFalse();
        }
    }

    @Test
    void areShownWhileAnotherDefinitionKeepsThem() {
        try (TraceStore store = open()) {
            define(store, 1);
            Definition longer = define(store, 30);
            run(store, "run", 7);
            clock.advance(2 * DAY_MILLIS);
            while (store.scriptState().recordings().upkeep(30 * DAY_MILLIS)) {}
            assertThat(events(store, 7)).hasSize(3);
            store.scriptState().deleteDefinition(PROJECT, longer.number());
            assertThat(events(store, 7)).containsExactly("script.stdout");
        }
    }

    @Test
    void areErasedFromAllFilesAndFromSearches() {
        try (TraceStore store = open()) {
            define(store, 1);
            run(store, "old", 7);
            store.settle();
            clock.advance(DAY_MILLIS / 2);
            run(store, "new", 8);
            assertThat(filesWith("script.frame" + SECRET + "old")).hasSizeGreaterThan(1);
            assertThat(found(store, "of.script.frame", "script.frame" + SECRET + "old"))
                    .isEqualTo(1);
            clock.advance(DAY_MILLIS / 2);
            List<String> before = events(store, 7);
            assertThat(before).containsExactly("script.stdout");

            store.settle();

            assertThat(filesWith("script.frame" + SECRET + "old")).isEmpty();
            assertThat(filesWith("script.stdout" + SECRET + "old")).isNotEmpty();
            assertThat(filesWith("script.frame" + SECRET + "new")).isNotEmpty();
            assertThat(found(store, "of.script.frame", "script.frame" + SECRET + "old"))
                    .isZero();
            assertThat(found(store, "of.script.stdout", "script.stdout" + SECRET + "old"))
                    .isEqualTo(1);
            assertThat(found(store, "of.script.frame", "script.frame" + SECRET + "new"))
                    .isEqualTo(1);
            assertThat(events(store, 7)).isEqualTo(before);
            assertThat(store.figures().maintenance().erasedEvents()).isEqualTo(2);
            long rewrites = store.figures().maintenance().rewrites().count();
            store.settle();
            assertThat(store.figures().maintenance().rewrites().count())
                    .as("nothing is left to be erased")
                    .isEqualTo(rewrites);
        }
        try (TraceStore store = open()) {
            assertThat(events(store, 7)).containsExactly("script.stdout");
            assertThat(events(store, 8)).hasSize(3);
            clock.advance(DAY_MILLIS);
            store.settle();
            assertThat(filesWith("script.frame" + SECRET + "new")).isEmpty();
            assertThat(events(store, 8)).containsExactly("script.stdout");
        }
    }

    private static int found(TraceStore store, String key, String value) {
        SearchRequest request = new SearchRequest(
                PROJECT,
                TimeWindow.ALWAYS,
                new TracePredicate.AnySpan(new SpanCondition.Comparison(
                        new Operand.Attribute(AttributeLevel.EVENT, key), Operator.EQUAL, new Literal.Text(value))),
                TraceOrder.NEWEST,
                10,
                null,
                false,
                Visibility.ALL);
        return store.search(request, QueryControl.unlimited()).traces().size();
    }

    private List<Path> filesWith(String text) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/scripts/"))
                    .filter(file -> read(file).contains(text))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A clock that a test moves. */
    private static final class MovedClock implements StoreClock {
        private final AtomicLong millis = new AtomicLong(System.currentTimeMillis());

        void advance(long more) {
            millis.addAndGet(more);
        }

        @Override
        public long epochMillis() {
            return millis.get();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    }
}
