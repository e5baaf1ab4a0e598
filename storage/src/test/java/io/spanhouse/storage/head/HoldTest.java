package io.spanhouse.storage.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.SpanBatch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When generations close, what they take until then, and what they know of the journal. */
class HoldTest {
    private static final long AGE = Duration.ofMinutes(10).toNanos();
    private static final long HOLD = Duration.ofSeconds(10).toNanos();

    private final TestClock clock = new TestClock();
    private final MemoryBlocks blocks = new MemoryBlocks();
    private Head head = new Head(new HeadOptions(96 << 20, AGE, HOLD, 384 << 20), clock, blocks, 3);
    private long offset = 99;

    private HeadSnapshot insert(long trace, long span) {
        return insert(1, 0, Spans.one(trace, span, 0, Spans.START));
    }

    private HeadSnapshot insert(int project, int lane, SpanBatch batch) {
        head.insert(project, lane, batch, ++offset, 10 + offset, 1_000 * offset);
        return head.publish();
    }

    @Test
    void anAgedGenerationTakesOnlyItsTracesForTheHoldAndThenNothing() {
        insert(1, 1);
        clock.move(Duration.ofMinutes(10));
        insert(2, 1); // 101: a new trace, the next generation's
        insert(1, 2); // 102: within the hold
        assertThat(rowCounts()).containsExactly(2, 1);
        assertThat(head.nextToSeal()).isNull();
        clock.move(Duration.ofSeconds(10));
        insert(1, 3); // 103: after the hold
        assertThat(rowCounts()).containsExactly(2, 2);

        Generation first = head.nextToSeal();
        assertThat(first).isNotNull();
        assertThat(first.number()).isEqualTo(3);
        assertThat(first.journal()).isEqualTo(new JournalRange(100, 101, 102));
        assertThat(first.receipt(0).tickMin()).isEqualTo(110);
        assertThat(first.receipt(0).tickMax()).isEqualTo(112);
        assertThat(first.receipt(0).receiptMillisMax()).isEqualTo(102_000);
        assertThat(first.receipt(0).ticks()).hasSize(2);
    }

    @Test
    void timeAloneClosesAndEndsTheHold() {
        insert(1, 1);
        clock.move(Duration.ofMinutes(10));
        head.advance();
        head.publish();
        assertThat(head.nextToSeal()).isNull();
        clock.move(Duration.ofSeconds(10));
        head.advance();
        head.publish();
        assertThat(head.nextToSeal().journal()).isEqualTo(new JournalRange(100, 101, 100));
        insert(2, 1);
        assertThat(rowCounts()).containsExactly(1, 1);
        head.forceClose();
        blocks.seal(head, head.snapshot().parts().get(0).generation());
        assertThat(head.nextToSeal().journal().from()).isEqualTo(101);
    }

    @Test
    void bytesCloseToo() {
        head = new Head(new HeadOptions(1_000, AGE, HOLD, 384 << 20), clock, blocks, 1);
        for (int i = 0; i < 100 && head.snapshot().parts().size() < 2; i++) {
            insert(i, 1);
        }
        assertThat(head.snapshot().parts()).hasSize(2);
        assertThat(head.snapshot().parts().get(0).generation().retainedBytes()).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void holdsAreCutWhenMemoryIsShortAndTheHeadSaysWhenItIsFull() {
        head = new Head(new HeadOptions(96 << 20, AGE, HOLD, 30_000), clock, blocks, 1);
        int inserted = 0;
        while (!head.isFull()) {
            insert(inserted++, 1);
            assertThat(inserted).isLessThan(10_000);
        }
        head.advance();
        head.publish();
        assertThat(head.nextToSeal()).isNotNull();
        while (head.isFull()) {
            blocks.seal(head, head.nextToSeal());
        }
        assertThat(head.retainedBytes()).isLessThan(30_000);
        insert(inserted, 1);
    }

    @Test
    void aProjectThatChangesItsLaneEndsItsGeneration() {
        insert(1, 0, Spans.one(1, 1, 0, Spans.START));
        insert(2, 1, Spans.one(1, 1, 0, Spans.START));
        assertThat(rowCounts()).containsExactly(2);
        insert(1, 1, Spans.one(1, 2, 0, Spans.START));
        assertThat(rowCounts()).containsExactly(2, 1);
        Generation first = head.snapshot().parts().get(0).generation();
        assertThat(first.projects()).containsExactly(1, 2);
        assertThat(first.lane(1)).isZero();
        assertThat(first.lane(2)).isEqualTo(1);
        clock.move(Duration.ofSeconds(1));
        insert(1, 1, Spans.one(1, 3, 0, Spans.START));
        assertThat(rowCounts()).containsExactly(2, 2);
        assertThat(head.nextToSeal().journal()).isEqualTo(new JournalRange(100, 102, 101));
    }

    @Test
    void rowsAreSeenOnlyWhenPublished() {
        HeadSnapshot before = insert(1, 1);
        head.insert(1, 0, Spans.one(1, 2, 0, Spans.START), ++offset, 110, 0);
        assertThat(head.snapshot()).isSameAs(before);
        HeadSnapshot after = head.publish();
        assertThat(before.rowCount()).isEqualTo(1);
        assertThat(after.rowCount()).isEqualTo(2);
        TraceValues values = new TraceValues();
        TraceTable traces = before.parts().get(0).generation().traces();
        traces.read(0, before.parts().get(0).rowCount(), values);
        assertThat(values.spans).isEqualTo(1);
        traces.read(0, after.parts().get(0).rowCount(), values);
        assertThat(values.spans).isEqualTo(2);
        insert(2, 1);
        assertThat(traces.find(1, 0, 2, after.parts().get(0).traceCount())).isEqualTo(TraceTable.NONE);
        assertThat(traces.find(1, 0, 2, head.snapshot().parts().get(0).traceCount()))
                .isEqualTo(1);
    }

    @Test
    void aRetryOfWhatIsInBlocksIsDroppedAndLeavesNoTrace() {
        SpanBatch batch =
                new Spans().add(1, 1, 0, 5).add(1, 2, 1, 6).add(2, 1, 0, 7).build();
        insert(1, 0, batch);
        head.forceClose();
        head.publish();
        blocks.seal(head, head.nextToSeal());
        assertThat(head.insert(1, 0, batch, ++offset, 1_000, 0)).isEqualTo(new InsertCounts(0, 3, 0));
        assertThat(head.publish().parts()).isEmpty();
        head.snapshot().disowned(1, (source, trace) -> assertThat(source).isNull());
        // Another project's trace of the same id is another trace.
        assertThat(head.insert(2, 0, batch, ++offset, 1_000, 0)).isEqualTo(new InsertCounts(3, 0, 0));
    }

    @Test
    void whereAnOldTraceBeganIsKnownOnceThatIsSealed() {
        insert(1, 1);
        head.forceClose();
        insert(1, 2);
        head.forceClose();
        insert(1, 3);
        head.publish();
        assertThat(firstBuckets()).containsExactly(0L, 0L, 0L);
        blocks.seal(head, head.nextToSeal());
        assertThat(firstBuckets()).containsExactly(1L, 1L);
        blocks.seal(head, head.nextToSeal());
        assertThat(firstBuckets()).containsExactly(1L);
    }

    @Test
    void blocksThatMoveAreFollowed() {
        insert(1, 1);
        insert(2, 1);
        head.forceClose();
        head.publish();
        blocks.seal(head, head.nextToSeal());
        insert(1, 2);
        insert(2, 2);
        MemoryBlocks.Block old = blocks.blocks.get(0);
        FragmentSource merged = new FragmentSource() {};
        head.relocate((place, project, high, low) -> {
            assertThat(place.source()).isSameAs(old);
            assertThat(project).isEqualTo(1);
            return low == 1 ? new FragmentPlace(merged, 77) : null;
        });
        List<FragmentPlace> disowned = new java.util.ArrayList<>();
        head.snapshot().disowned(1, (source, trace) -> disowned.add(new FragmentPlace(source, trace)));
        assertThat(disowned).containsExactly(new FragmentPlace(merged, 77));
    }

    @Test
    void aTickThatLeapsStartsAnotherGeneration() {
        head.insert(1, 0, Spans.one(1, 1, 0, 1), ++offset, 5, 0);
        head.insert(1, 0, Spans.one(1, 2, 0, 1), ++offset, 5L + Integer.MAX_VALUE, 0);
        head.insert(1, 0, Spans.one(1, 3, 0, 1), ++offset, 1L << 40, 0);
        head.publish();
        assertThat(rowCounts()).containsExactly(2, 1);
        assertThat(head.snapshot().parts().get(0).generation().tick(1)).isEqualTo(5L + Integer.MAX_VALUE);
        assertThat(head.snapshot().parts().get(1).generation().tick(0)).isEqualTo(1L << 40);
    }

    @Test
    void recordsOutOfOrderAreRefused() {
        insert(1, 1);
        SpanBatch batch = Spans.one(1, 2, 0, 1);
        assertThatThrownBy(() -> head.insert(1, 0, batch, 100, 1_000, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset 100");
        assertThatThrownBy(() -> head.insert(1, 0, batch, 101, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Integer> rowCounts() {
        return head.snapshot().parts().stream().map(HeadSnapshot.Part::rowCount).toList();
    }

    private List<Long> firstBuckets() {
        TraceValues values = new TraceValues();
        return head.snapshot().parts().stream()
                .map(part -> {
                    part.generation().traces().read(0, part.rowCount(), values);
                    return values.firstBucket;
                })
                .toList();
    }
}
