package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.CommitStep;
import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.SpanText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events are gone from blocks as a copy without them is, everything else stays, and a failure in between changes nothing. */
final class EventErasuresTest {
    private static final int BATCHES = 5;

    @TempDir
    Path directory;

    private final SeededSpans spans = new SeededSpans(17);
    private final List<String> all = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private long erased;
    private String name = "";
    private SmallStore store;

    @BeforeEach
    void start() {
        store = SmallStore.columnar(directory, SmallStore.options());
        for (int i = 0; i < BATCHES; i++) {
            SpanBatch batch = spans.batch(200);
            name = name.isEmpty() ? aName(batch) : name;
            int project = i % 2 + 1;
            store.append(project, batch);
            store.seal();
            all.addAll(SpanText.renderAll(batch));
            left.addAll(project == 1 ? without(batch) : SpanText.renderAll(batch));
        }
        all.sort(null);
        left.sort(null);
        assertThat(erased).isPositive();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void areGoneAndEverythingElseStays() {
        store.maintenance().settle();
        assertThat(store.texts()).isEqualTo(all);
        store.erasure = new OfSomeSpans();

        store.maintenance().settle();

        assertThat(store.texts()).isEqualTo(left);
        assertThat(store.maintenance().figures().erasedEvents()).isEqualTo(erased);
        long rewrites = store.maintenance().figures().rewrites().count();
        store.maintenance().settle();
        store.crash();
        assertThat(store.texts()).isEqualTo(left);
        assertThat(rewrites).isBetween(1L, 3L);
    }

    /** The thread of upkeep begins by itself, a minute after the start and a day after that. */
    @Test
    void goInPasses() {
        store.erasure = new OfSomeSpans();
        EventErasures passes = new EventErasures(List.of(store), parts(), store::seal);
        assertThat(passes.step(true)).isFalse();
        store.clock.pass(Duration.ofMinutes(1));
        while (passes.step(true)) {}
        assertThat(store.texts()).isEqualTo(left);

        SpanBatch batch = spans.batch(200);
        left.addAll(without(batch));
        left.sort(null);
        store.append(1, batch);
        store.seal();
        store.clock.pass(Duration.ofHours(23));
        assertThat(passes.step(true)).isFalse();
        store.clock.pass(Duration.ofHours(1));
        while (passes.step(true)) {}
        assertThat(store.texts()).isEqualTo(left);
    }

    @ParameterizedTest
    @EnumSource(names = {"SST_FINISHED", "SST_INGESTED", "SST_DELETING", "SST_DELETED"})
    void anEndAnywhereLosesNothing(CommitStep at) {
        store.erasure = new OfSomeSpans();
        store.onStep((step, bucket) -> {
            if (step == at) {
                throw new StoreException(FailureKind.UNAVAILABLE, "no space left on the test's disk");
            }
        });
        assertThatThrownBy(() -> store.maintenance().settle()).isInstanceOf(StoreException.class);

        store.crash();

        assertThat(store.texts()).hasSameSizeAs(all);
        store.maintenance().settle();
        assertThat(store.texts()).isEqualTo(left);
        assertThat(store.ledger().gaps()).isEmpty();
    }

    private MaintenanceParts parts() {
        return new MaintenanceParts(
                SmallStore.options(),
                new ColumnarBlocks(),
                store,
                store.erasure,
                Room.ENOUGH,
                MaintenanceListener.NONE,
                store.clock,
                new RetentionClock(store.clock, Long.MIN_VALUE),
                new MaintenanceCounters());
    }

    private static String aName(SpanBatch batch) {
        for (int row = 0; row < batch.rowCount(); row++) {
            if (isOne(batch, row) && batch.eventStart(row) < batch.eventEnd(row)) {
                return batch.strings().text(batch.eventName(batch.eventStart(row)));
            }
        }
        throw new AssertionError("no event");
    }

    private static boolean isOne(SpanRows rows, int row) {
        return (rows.spanId(row) & 2) != 0;
    }

    private List<String> without(SpanBatch batch) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier copier = new SpanCopier(batch, builder);
        for (int row = 0; row < batch.rowCount(); row++) {
            boolean loses = isOne(batch, row);
            copier.copyWithout(row, event -> {
                boolean goes =
                        loses && batch.strings().text(batch.eventName(event)).equals(name);
                erased += goes ? 1 : 0;
                return goes;
            });
        }
        return SpanText.renderAll(builder.build());
    }

    /** Events of one name of half of the spans, in one of two projects. */
    private final class OfSomeSpans implements EventErasure {
        @Override
        public boolean any(int project) {
            return project == 1;
        }

        @Override
        public String eventName() {
            return name;
        }

        @Override
        public Rows of(int project, SpanRows rows) {
            return row -> isOne(rows, row);
        }
    }
}
