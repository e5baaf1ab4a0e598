package io.spanhouse.storage.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.block.TraceRows;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which a generation becomes a block. */
class SealOrderTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final TestClock clock = new TestClock();
    private final MemoryBlocks blocks = new MemoryBlocks();
    private final Head head =
            new Head(new HeadOptions(96 << 20, Duration.ofMinutes(10).toNanos(), 1, 384 << 20), clock, blocks, 1);
    private long offset;

    private void insert(SpanBatch batch) {
        head.insert(1, 0, batch, ++offset, offset, clock.epochMillis());
    }

    private Generation close() {
        head.forceClose();
        head.publish();
        return head.nextToSeal();
    }

    @Test
    void lateTracesAndThoseThatContinueComeLast() {
        insert(Spans.one(6, 1, 0, Spans.START + 5));
        blocks.seal(head, close());
        insert(new Spans()
                .add(1, 1, 0, Spans.START + 2)
                .add(2, 1, 0, Spans.START + HOUR + 1_000_000)
                .add(3, 1, 0, Spans.START + 1)
                .add(4, 1, 0, 0)
                .add(5, 1, 0, Spans.START - HOUR - 1)
                .add(6, 2, 1, Spans.START + 6)
                .add(7, 1, 0, -1)
                .add(8, 1, 0, Spans.START - HOUR)
                .build());
        BlockInput input = close().sealInput(1);
        TraceRows traces = input.traces();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < traces.size(); i++) {
            ids.add(traces.idLow(i));
        }
        assertThat(ids).containsExactly(8L, 3L, 1L, 4L, 5L, 6L, 2L, 7L);
        assertThat(input.ordinaryTraces()).isEqualTo(3);
        assertThat(traces.flags(5))
                .isEqualTo(TraceFlag.CONTINUES.bit() | TraceFlag.HAS_ROOT.bit() | TraceFlag.ofRank(1));
        assertThat(traces.firstBucket(5)).isEqualTo(1);
        assertThat(traces.spans(5)).isEqualTo(2);
        assertThat(traces.startNanos(5)).isEqualTo(Spans.START + 5);
        assertThat(traces.rootStartNanos(5)).isEqualTo(Spans.START + 5);
        assertThat(traces.rootDurationNanos(5)).isEqualTo(1);
    }

    @Test
    void spansLieInTreeOrderWithTheServerHalfAsParent() {
        insert(new Spans()
                .add(1, 4, 2, 40)
                .add(1, 2, 1, 21, 2)
                .add(1, 2, 1, 20, 3)
                .add(1, 1, 0, 10)
                .add(1, 8, 9, 5)
                .add(1, 3, 1, 20)
                .add(1, 6, 6, 50)
                .add(1, 11, 12, 60)
                .add(1, 12, 11, 61)
                .build());
        BlockInput input = close().sealInput(1);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < input.orderLength(); i++) {
            int row = input.order()[i];
            order.add(input.rows().spanId(row) + "@" + input.rows().startNanos(row));
        }
        assertThat(order).containsExactly("8@5", "1@10", "2@20", "3@20", "2@21", "4@40", "6@50", "11@60", "12@61");
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void everyRowOnceTracesTogetherAndSorted(long seed) {
        RandomLoad load = new RandomLoad(seed, 200);
        for (int i = 0; i < 40; i++) {
            insert(load.next());
        }
        Generation generation = close();
        BlockInput input = generation.sealInput(1);
        TraceRows traces = input.traces();
        boolean[] met = new boolean[generation.rowCount()];
        int start = 0;
        for (int trace = 0; trace < traces.size(); trace++) {
            for (int i = start; i < traces.rowEnd(trace); i++) {
                int row = input.order()[i];
                assertThat(met[row]).isFalse();
                met[row] = true;
                assertThat(generation.traceIdHigh(row)).isEqualTo(traces.idHigh(trace));
                assertThat(generation.traceIdLow(row)).isEqualTo(traces.idLow(trace));
                assertThat(generation.fragment(generation.trace(row))).isEqualTo(trace);
                assertThat(generation.tick(row)).isBetween(traces.tickMin(trace), traces.tickMax(trace));
            }
            if (trace > 0 && trace != input.ordinaryTraces()) {
                assertThat(compare(traces, trace - 1, trace))
                        .as("seed %s", seed)
                        .isNegative();
            }
            start = traces.rowEnd(trace);
        }
        assertThat(start).isEqualTo(input.orderLength()).isEqualTo(generation.rowCount());
        parentsComeFirst(input.rows(), input.order(), traces);
    }

    private static int compare(TraceRows traces, int left, int right) {
        int order = Long.compareUnsigned(traces.startNanos(left), traces.startNanos(right));
        order = order != 0 ? order : Long.compareUnsigned(traces.idHigh(left), traces.idHigh(right));
        return order != 0 ? order : Long.compareUnsigned(traces.idLow(left), traces.idLow(right));
    }

    /** Where the parents' ids are unique and lead to a root, each parent lies before its children. */
    private static void parentsComeFirst(SpanRows rows, int[] order, TraceRows traces) {
        int start = 0;
        for (int trace = 0; trace < traces.size(); trace++) {
            for (int i = start; i < traces.rowEnd(trace); i++) {
                int parent = onlyRowWithId(rows, order, start, traces.rowEnd(trace), rows.parentSpanId(order[i]));
                if (parent >= 0 && rows.parentSpanId(order[parent]) == 0) {
                    assertThat(parent).isLessThan(i);
                }
            }
            start = traces.rowEnd(trace);
        }
    }

    private static int onlyRowWithId(SpanRows rows, int[] order, int start, int end, long id) {
        int found = -1;
        for (int i = start; i < end; i++) {
            if (rows.spanId(order[i]) == id) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }
}
