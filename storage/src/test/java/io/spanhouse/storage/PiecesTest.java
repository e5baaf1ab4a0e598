package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
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
}
