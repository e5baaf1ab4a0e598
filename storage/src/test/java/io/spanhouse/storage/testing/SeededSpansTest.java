package io.spanhouse.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.ValueType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeededSpansTest {
    @Test
    void sameSeedGivesSameSpansAndAnotherSeedOthers() {
        List<String> spans = SpanText.renderAll(new SeededSpans(7).batch(50));

        assertThat(SpanText.renderAll(new SeededSpans(7).batch(50))).isEqualTo(spans);
        assertThat(SpanText.renderAll(new SeededSpans(8).batch(50))).doesNotContainAnyElementsOf(spans);
    }

    @Test
    void textDoesNotDependOnCodesTicksOrMarksOfTheStore() {
        SpanBatch batch = new SeededSpans(11).batch(200);
        SpanBatchBuilder target = new SpanBatchBuilder();
        target.string("takes a code first");
        SpanCopier copier = new SpanCopier(batch, target);
        for (int row = batch.rowCount() - 1; row >= 0; row--) {
            int copy = copier.copy(row);
            target.tick(copy + 1_000);
        }
        List<String> copies = SpanText.renderAll(target.build());
        Collections.reverse(copies);

        assertThat(copies).isEqualTo(SpanText.renderAll(batch));
    }

    @Test
    void everyTypeEveryMarkEventsAndLinksOccur() {
        Set<ValueType> types = EnumSet.noneOf(ValueType.class);
        int marks = 0;
        int events = 0;
        int links = 0;
        Set<Boolean> resourcePresence = new HashSet<>();
        SeededSpans spans = new SeededSpans(3);
        for (int i = 0; i < 20; i++) {
            SpanBatch batch = spans.batch(50);
            for (int code = 0; code < batch.pairs().size(); code++) {
                types.add(ValueType.ofCode(batch.pairs().type(code)));
            }
            for (int row = 0; row < batch.rowCount(); row++) {
                marks |= batch.marks(row);
                events += batch.eventEnd(row) - batch.eventStart(row);
                links += batch.linkEnd(row) - batch.linkStart(row);
                resourcePresence.add(batch.resources().present(batch.resource(row)));
            }
        }

        assertThat(types).containsExactly(ValueType.values());
        assertThat(marks)
                .isEqualTo((1 << SpanMark.values().length) - 1 & ~SpanMark.REPLACES.bit() & ~SpanMark.HALF.bit());
        assertThat(events).isPositive();
        assertThat(links).isPositive();
        assertThat(resourcePresence).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void demoSpansHaveTenAttributesAndAboutOneAndAHalfDistinctPairsEach() {
        SpanBatch batch = new DemoSpans(1).batch(512);
        int attributes = batch.attributeEnd(batch.rowCount() - 1);

        assertThat(attributes).isEqualTo(10 * batch.rowCount());
        assertThat((double) batch.pairs().size() / batch.rowCount()).isBetween(1.2, 1.8);
    }
}
