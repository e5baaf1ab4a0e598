package io.spanhouse.storage.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.GroupBounds;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.SpanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegroupingTest {
    private static final int PROJECT = 2;

    @TempDir
    Path directory;

    private final DemoSpans spans = new DemoSpans(21);
    private final List<String> expected = new ArrayList<>();
    private SmallStore store;

    @BeforeEach
    void start() {
        store = SmallStore.columnar(directory, SmallStore.options());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void smallRowGroupsBecomeOne() {
        for (int i = 0; i < 8; i++) {
            seal(300);
        }
        store.maintenance().settle();

        assertThat(rowsOfGroups(0).size() + rowsOfGroups(1).size()).isBetween(1, 2);
        assertSame();
    }

    @Test
    void largeOnesAreCopiedBesideThem() {
        for (int i = 0; i < 8; i++) {
            seal(i == 4 ? 9_000 : 1_500);
        }
        store.maintenance().settle();
        assertThat(store.view()).hasSizeLessThan(8);
        assertSame();
    }

    @Test
    void mergedAgainTheyGrow() {
        for (int i = 0; i < 70; i++) {
            seal(100);
            store.maintenance().settle();
        }
        assertThat(store.view()).hasSizeLessThan(16);
        assertThat(rowsOfGroups(0)).hasSizeLessThan(8);
        assertSame();
    }

    private void seal(int count) {
        SpanBatch batch = spans.batch(count);
        store.append(PROJECT, batch);
        expected.addAll(SpanText.renderAll(batch));
        store.seal();
    }

    private List<Long> rowsOfGroups(int late) {
        List<Long> rows = new ArrayList<>();
        GroupBounds bounds = store.view().get(0).reader().bounds();
        for (int group = 0; group < bounds.groups(); group++) {
            if (bounds.get(Bound.LATE, group) == late) {
                rows.add(bounds.get(Bound.ROWS, group));
            }
        }
        return rows;
    }

    private void assertSame() {
        expected.sort(null);
        assertThat(store.texts()).isEqualTo(expected);
    }
}
