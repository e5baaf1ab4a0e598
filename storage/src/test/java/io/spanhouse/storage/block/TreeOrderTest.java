package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a trace in tree order, and parents found again from it. */
final class TreeOrderTest {
    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    private final SpanBatchBuilder builder = new SpanBatchBuilder();

    private void span(long id, long parent, long start, int kind) {
        builder.startSpan()
                .traceId(1, 1)
                .spanId(id)
                .parentSpanId(parent)
                .startNanos(start)
                .kind(kind)
                .endSpan();
    }

    private static int[] arrange(SpanBatch rows, int... order) {
        int[] arranged = order.clone();
        new TreeOrder().arrange(rows, arranged, 0, arranged.length);
        return arranged;
    }

    @Test
    void parentsBeforeChildrenAndSubtreesTogether() {
        span(5, 2, 40, 1);
        span(2, 1, 20, 1);
        span(1, 0, 10, 1);
        span(3, 1, 15, 1);
        span(4, 2, 30, 1);
        assertThat(arrange(builder.build(), 0, 1, 2, 3, 4)).containsExactly(2, 3, 1, 4, 0);
    }

    @Test
    void childrenOfASharedIdGoToTheServer() {
        span(1, 0, 10, CLIENT);
        span(7, 1, 20, CLIENT);
        span(7, 1, 21, SERVER);
        span(9, 7, 25, 1);
        SpanBatch rows = builder.build();
        assertThat(arrange(rows, 3, 2, 1, 0)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void circlesAndOrphansStartTreesOfTheirOwn() {
        span(1, 2, 10, 1);
        span(2, 1, 20, 1);
        span(3, 99, 5, 1);
        span(4, 3, 50, 1);
        assertThat(arrange(builder.build(), 0, 1, 2, 3)).containsExactly(2, 3, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyTreeIsInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int count = 1 + random.nextInt(300);
        for (int i = 0; i < count; i++) {
            int parent = random.nextInt(20) == 0 ? 1000 + i : i == 0 ? 0 : 1 + random.nextInt(i);
            span(i + 1, parent, random.nextInt(50), random.nextInt(5));
        }
        SpanBatch rows = builder.build();
        int[] order = new int[count];
        Arrays.setAll(order, i -> count - 1 - i);
        int[] arranged = arrange(rows, order);
        long[] parents = new long[count];
        ParentOffsets offsets = new ParentOffsets(rows);
        offsets.fill(arranged, 0, count, parents, 0);
        int outside = 0;
        for (int i = 0; i < count; i++) {
            long parent = rows.parentSpanId(arranged[i]);
            if (parents[i] == ParentOffsets.ROOT) {
                assertThat(parent).as("seed %d", seed).isZero();
            } else if (parents[i] == ParentOffsets.OUTSIDE) {
                assertThat(parent).as("seed %d", seed).isGreaterThan(999);
                assertThat(offsets.outside().get(outside++)).isEqualTo(parent);
            } else {
                int at = i - (int) parents[i] + ParentOffsets.OUTSIDE;
                assertThat(rows.spanId(arranged[at])).as("seed %d", seed).isEqualTo(parent);
            }
        }
        assertThat(Arrays.stream(arranged).sorted().toArray())
                .isEqualTo(Arrays.stream(order).sorted().toArray());
    }
}
