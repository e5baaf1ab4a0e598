package io.spanhouse.storage.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.SpanText;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanEqualityTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rowsAreTheSameWhenTheirTextsAre(long seed) {
        SpanBatch batch = new SeededSpans(seed).batch(120);
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier copier = new SpanCopier(batch, builder);
        for (int row = batch.rowCount() - 1; row >= 0; row--) {
            copier.copy(row);
        }
        SpanBatch copy = builder.build();
        List<String> texts = SpanText.renderAll(batch);
        List<String> copiedTexts = SpanText.renderAll(copy);
        for (int i = 0; i < batch.rowCount(); i++) {
            for (int j = 0; j < copy.rowCount(); j++) {
                boolean same = texts.get(i).equals(copiedTexts.get(j));
                assertThat(SpanEquality.same(batch, i, copy, j))
                        .as("seed %s", seed)
                        .isEqualTo(same);
                assertThat(SpanHash.of(batch, i) == SpanHash.of(copy, j))
                        .as("seed %s", seed)
                        .isEqualTo(same);
            }
        }
    }

    /** Rows that differ in one thing only: no field may be left out. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
                28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39
            })
    void oneThingMakesTheDifference(int thing) {
        SpanBatch plain = OneSpan.with(-1);
        SpanBatch other = OneSpan.with(thing);
        assertThat(SpanText.render(plain, 0)).isNotEqualTo(SpanText.render(other, 0));
        assertThat(SpanEquality.same(plain, 0, other, 0)).isFalse();
        assertThat(SpanEquality.same(other, 0, OneSpan.with(thing), 0)).isTrue();
        assertThat(SpanHash.of(other, 0)).isEqualTo(SpanHash.of(OneSpan.with(thing), 0));
        if (thing > 1) {
            // A trace's rows are compared, so its id need not be part of the hash.
            assertThat(SpanHash.of(plain, 0)).isNotEqualTo(SpanHash.of(other, 0));
        }
    }

    /** Makes a span in which one numbered thing is not as usual. */
    private static final class OneSpan {
        private final SpanBatchBuilder builder = new SpanBatchBuilder();
        private final int different;
        private int next;

        private OneSpan(int different) {
            this.different = different;
        }

        static SpanBatch with(int different) {
            OneSpan span = new OneSpan(different);
            span.build();
            assertThat(span.next).as("things that can differ").isEqualTo(40);
            return span.builder.build();
        }

        private int number() {
            return next++ == different ? 7 : 1;
        }

        private int text() {
            return builder.string("text " + number());
        }

        private int pair() {
            byte[] value = {(byte) (number() & 1)};
            return builder.pair(
                    builder.string("key"), next - 1 == different ? ValueType.BYTES : ValueType.BOOL, value, 0, 1);
        }

        private void build() {
            builder.startSpan();
            builder.traceId(number(), number()).spanId(number()).parentSpanId(number());
            builder.startNanos(number()).endNanos(number()).name(text()).kind(number());
            builder.status(number(), text()).traceState(text()).flags(number());
            builder.droppedAttributes(number()).droppedEvents(number()).droppedLinks(number());
            builder.mark(number() == 1 ? SpanMark.VALUE_CUT : SpanMark.EVENTS_CUT);
            builder.attribute(pair());
            builder.startEvent();
            builder.eventTimeNanos(number());
            builder.eventName(text());
            builder.eventDroppedAttributes(number());
            builder.eventAttribute(pair());
            builder.endEvent();
            builder.startLink();
            builder.linkTraceId(number(), number());
            long linkedSpanId = number();
            if (number() == 1) {
                builder.linkSpanId(linkedSpanId);
            }
            builder.linkTraceState(text());
            builder.linkFlags(number());
            builder.linkDroppedAttributes(number());
            builder.linkAttribute(pair());
            builder.endLink();
            builder.resourceAttribute(pair());
            int resource = builder.resource(number() == 1, number(), text(), text());
            builder.scopeAttribute(pair());
            int scope = builder.scope(new ScopeColumns.Fields(number() == 1, text(), text(), number(), text()));
            builder.resource(resource).scope(scope);
            builder.endSpan();
        }
    }
}
