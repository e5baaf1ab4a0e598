package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.testing.DemoSpans;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query that matches everything and is ended half-way says so, and leaves nothing behind. */
class SearchLimitsTest {
    private static final int TRACES = 12_800;
    private static final int BATCH_SPANS = 512;

    private static final SpanSet EVERY = new SpanSet.Where(SpanCondition.EVERY);
    private static final SpanPipeline CHILDREN =
            SpanPipeline.of(new SpanSet.Related(EVERY, Kinship.CHILD, SpanSet.Related.Form.RIGHT, EVERY));

    @TempDir
    private Path directory;

    private TraceStore store;
    private int project;

    @BeforeEach
    void open() {
        store = TraceStore.open(StoreOptions.defaults(directory));
        project = store.project("shop");
        DemoSpans demo = new DemoSpans(3);
        for (int sent = 0; sent < TRACES * 4; sent += BATCH_SPANS) {
            store.append(project, demo.batch(BATCH_SPANS)).join();
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private SearchRequest everything(SpanSelection spans, int limit) {
        return new SearchRequest(
                project,
                TimeWindow.ALWAYS,
                new TracePredicate.Spans(CHILDREN),
                TraceOrder.NEWEST,
                limit,
                null,
                true,
                Visibility.ALL,
                spans);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void budgetEndsItAndIsNamed(boolean inBlocks) {
        if (inBlocks) {
            store.settle();
        }
        QueryControl control = new QueryControl(TimeUnit.MINUTES.toMillis(1), inBlocks ? 1 : -1);
        SearchAnswer answer = store.search(everything(null, 20), control);
        assertThat(answer.completeness().reason()).isEqualTo(Completeness.Reason.BYTES);
        assertThat(answer.completeness().missing()).isNotEmpty();
        assertThat(answer.total()).as("a total of a part would be a lie").isEmpty();

        SearchAnswer whole = store.search(everything(null, 20), QueryControl.unlimited());
        assertThat(whole.completeness()).isEqualTo(Completeness.COMPLETE);
        assertThat(whole.total()).hasValue(TRACES);
        assertThat(whole.traces()).hasSize(20);
    }

    @Test
    void clientThatWentAwayEndsIt() {
        QueryControl control = QueryControl.unlimited();
        control.cancel();
        SearchAnswer answer = store.search(everything(null, 20), control);
        assertThat(answer.completeness().reason()).isEqualTo(Completeness.Reason.CANCELLED);
        assertThat(answer.statistics().unitsRead()).isZero();
    }

    @Test
    void spansOfAPageAreTheEarliestOfEachSetAndTheirNumberIsTold() {
        SpanSelection two = new SpanSelection(CHILDREN, 2, List.of(new Operand.Field(SpanField.KIND)));
        SearchAnswer answer = store.search(everything(two, 50), QueryControl.unlimited());
        assertThat(answer.spans()).hasSize(50);
        for (List<SpanSetMatch> sets : answer.spans()) {
            assertThat(sets).hasSize(1);
            assertThat(sets.get(0).matched()).isEqualTo(3);
            assertThat(sets.get(0).spans()).hasSize(2);
            assertThat(sets.get(0).spans().get(0).values()).hasSize(1);
            assertThat(sets.get(0).spans().get(0).startNanos())
                    .isLessThanOrEqualTo(sets.get(0).spans().get(1).startNanos());
        }
    }
}
