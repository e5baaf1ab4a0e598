package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A span in two pieces, with nothing, a seal, a restart or merges between them, seen by every question. */
class PiecesTest {
    private static final int CALLS = 100;
    private static final long START = 1_790_000_000_000_000_000L;
    private static final TraceId TRACE = new TraceId(0, 7);

    @TempDir
    private Path directory;

    private TraceStore store;
    private int project;

    @BeforeEach
    void open() {
        store = TraceStore.open(StoreOptions.defaults(directory));
        project = store.project("p");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private AppendResult piece(long spanId, long parent, String name, long startMillis, long endMillis, int status) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int resource = builder.resource(false, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(TRACE.high(), TRACE.low())
                .spanId(spanId)
                .parentSpanId(parent)
                .name(builder.string(name))
                .startNanos(startMillis == 0 ? 0 : START + startMillis * 1_000_000)
                .endNanos(endMillis == 0 ? 0 : START + endMillis * 1_000_000)
                .mark(SpanMark.REPLACES)
                .mark(SpanMark.RESOURCE_ASSUMED);
        if (status != 0) {
            builder.status(status, 0).mark(SpanMark.STATUS_PRESENT);
        }
        builder.endSpan();
        return store.append(project, builder.build()).join();
    }

    private void between(String what) {
        switch (what) {
            case "seal" -> store.settle();
            case "restart" -> {
                store.close();
                store = TraceStore.open(StoreOptions.defaults(directory));
            }
            case "seal and restart" -> {
                store.settle();
                between("restart");
            }
            default -> {}
        }
    }

    private TraceSummary only(TracePredicate predicate) {
        List<TraceSummary> found = store.search(SearchRequest.newest(project, predicate, 10), QueryControl.unlimited())
                .traces();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void check() {
        TraceSummary summary = only(TracePredicate.EVERY);
        assertThat(summary.spans()).isEqualTo(2);
        assertThat(summary.errors()).isZero();
        assertThat(summary.startNanos()).isEqualTo(START + 20_000_000);
        assertThat(summary.durationNanos()).isEqualTo(80_000_000);
        assertThat(summary.root()).isNotNull();
        assertThat(summary.root().name()).isEqualTo("whole");
        assertThat(summary.root().startNanos()).isEqualTo(START + 20_000_000);
        only(new TracePredicate.Comparison(TraceField.ERRORS, Operator.EQUAL, 0));
        only(new TracePredicate.SpanCount(SpanCondition.EVERY, Operator.EQUAL, 2));
        AggregateAnswer groups = store.aggregate(
                AggregateRequest.of(project, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL)
                        .by(List.of(new Operand.Field(SpanField.NAME))),
                QueryControl.unlimited());
        assertThat(groups.groups()).hasSize(2).allMatch(group -> group.whole(0) == 1);
        try (TraceSpans spans = store.get(new TraceRequest(project, TRACE, Visibility.ALL), QueryControl.unlimited())) {
            assertThat(spans).isNotNull();
            SpanBatch slice = spans.next();
            assertThat(slice.rowCount()).isEqualTo(2);
            assertThat(slice.strings().text(slice.name(0))).isEqualTo("whole");
            assertThat(slice.endNanos(0)).isEqualTo(START + 90_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "seal", "restart", "seal and restart"})
    void aSpanInPiecesIsOneSpan(String what) {
        // The first piece has all that a trace is known by: the earliest start, the latest end, the error, the root.
        piece(1, 0, "begun", 10, 500, 2);
        piece(2, 1, "child", 30, 100, 0);
        between(what);
        assertThat(piece(1, 0, "whole", 20, 90, 1).stored()).isOne();
        check();
        between(what);
        check();
        store.settle();
        check();
        assertThat(piece(1, 0, "whole", 20, 90, 1).duplicates()).isOne();
        check();
    }

    @Test
    void manyPiecesAndMergesKeepOneSpan() {
        for (int i = 1; i <= 12; i++) {
            piece(1, 0, "piece" + i, 10 + i, 500 + i, 2);
            if (i == 3) {
                piece(2, 1, "child", 30, 100, 0);
            }
            if (i % 2 == 0) {
                store.settle();
            }
        }
        piece(1, 0, "whole", 20, 90, 1);
        store.settle();
        check();
        between("restart");
        check();
    }

    /** A piece of a half of a call; a kind of 0, a start or a length of 0 is not given. */
    private AppendResult half(int kind, String service, long startMillis, long millis, String tag, String annotation) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        builder.resourceAttribute(pair(builder, "service.name", service));
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        long start = START + (startMillis == 0 ? 500 : startMillis) * 1_000_000;
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(TRACE.high(), TRACE.low())
                .spanId(1)
                .parentSpanId(kind == 2 ? 1 : 0)
                .kind(kind)
                .startNanos(start)
                .endNanos(start + millis * 1_000_000)
                .mark(SpanMark.REPLACES)
                .mark(SpanMark.HALF);
        if (startMillis == 0) {
            builder.attribute(pair(builder, "otel.zipkin.absentField.startTime", "true"));
        }
        if (millis == 0) {
            builder.attribute(pair(builder, "otel.zipkin.absentField.duration", "true"));
        }
        builder.attribute(pair(builder, tag, tag));
        builder.startEvent();
        builder.eventTimeNanos(start);
        builder.eventName(builder.string(annotation));
        builder.endEvent();
        builder.endSpan();
        return store.append(project, builder.build()).join();
    }

    private static int pair(SpanBatchBuilder builder, String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }

    /** Two spans: the client's half in two pieces, and the server's. */
    private void checkHalves() {
        TraceSummary summary = only(TracePredicate.EVERY);
        assertThat(summary.spans()).isEqualTo(2);
        assertThat(summary.startNanos()).isEqualTo(START + 10_000_000);
        assertThat(summary.durationNanos()).isEqualTo(90_000_000);
        only(new TracePredicate.SpanCount(has("begun"), Operator.EQUAL, 1));
        only(new TracePredicate.AnySpan(new SpanCondition.All(List.of(has("begun"), has("done")))));
        only(new TracePredicate.SpanCount(has("otel.zipkin.absentField.startTime"), Operator.EQUAL, 0));
        AggregateAnswer groups = store.aggregate(
                AggregateRequest.of(project, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL)
                        .by(List.of(new Operand.Field(SpanField.EVENT_NAME))),
                QueryControl.unlimited());
        assertThat(groups.groups()).hasSize(3).allMatch(group -> group.whole(0) == 1);
        // The server's half is the client's child, whichever came last.
        SpanSet children = new SpanSet.Related(
                new SpanSet.Where(has("begun")),
                Kinship.CHILD,
                SpanSet.Related.Form.RIGHT,
                new SpanSet.Where(has("served")));
        only(new TracePredicate.Spans(SpanPipeline.of(children)));
    }

    private static SpanCondition has(String key) {
        return new SpanCondition.Exists(new Operand.Attribute(AttributeLevel.SPAN, key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "seal", "restart", "seal and restart"})
    void aHalfInPiecesIsOneSpanAndTheOtherHalfAnother(String what) {
        half(3, "shop", 10, 0, "begun", "sent");
        between(what);
        assertThat(half(2, "pay", 20, 30, "served", "taken").stored()).isOne();
        between(what);
        assertThat(half(3, "shop", 0, 90, "done", "received").stored()).isOne();
        checkHalves();
        between(what);
        checkHalves();
        store.settle();
        checkHalves();
        // A retry of any of them says nothing new.
        assertThat(half(3, "shop", 10, 0, "begun", "sent").duplicates()).isOne();
        assertThat(half(3, "shop", 0, 90, "done", "received").duplicates()).isOne();
        assertThat(half(2, "pay", 20, 30, "served", "taken").duplicates()).isOne();
        checkHalves();
    }

    /** Both halves of many calls in one trace, the client's in two pieces, all of it sent twice. */
    @Test
    void manyHalvesOfALargeTraceAreMergedOnce() {
        for (int round = 0; round < 2; round++) {
            for (int piece = 0; piece < 3; piece++) {
                SpanBatchBuilder builder = new SpanBatchBuilder();
                int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
                builder.resourceAttribute(pair(builder, "service.name", piece == 1 ? "pay" : "shop"));
                int resource = builder.resource(true, 0, 0, 0);
                for (int id = 1; id <= CALLS; id++) {
                    builder.startSpan()
                            .resource(resource)
                            .scope(scope)
                            .traceId(TRACE.high(), TRACE.low())
                            .spanId(id)
                            .kind(piece == 1 ? 2 : 3)
                            .startNanos(START + piece)
                            .endNanos(START + piece + id)
                            .mark(SpanMark.REPLACES)
                            .mark(SpanMark.HALF)
                            .attribute(pair(builder, "piece " + piece, "x"));
                    builder.endSpan();
                }
                AppendResult result = store.append(project, builder.build()).join();
                assertThat(result.stored()).isEqualTo(round == 0 ? CALLS : 0);
            }
            assertThat(only(TracePredicate.EVERY).spans()).isEqualTo(2 * CALLS);
            store.settle();
        }
        only(new TracePredicate.SpanCount(
                new SpanCondition.All(List.of(has("piece 0"), has("piece 2"))), Operator.EQUAL, CALLS));
    }

    /** What is over a limit stands beside, so that nothing is lost. */
    @Test
    void aHalfHasSoManyPiecesAndNoMore() {
        for (int piece = 1; piece <= 66; piece++) {
            assertThat(half(3, "shop", 10, piece, "tag " + piece, "event").stored())
                    .isOne();
        }
        assertThat(only(TracePredicate.EVERY).spans()).isEqualTo(3);
        only(new TracePredicate.AnySpan(new SpanCondition.All(List.of(has("tag 1"), has("tag 64")))));
        only(new TracePredicate.AnySpan(has("tag 66")));
    }
}
