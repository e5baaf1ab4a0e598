package io.spanhouse.storage.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.block.BlockInput;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanMark;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data that would take forever if anything were quadratic. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LargeTraceTest {
    private static final int MANY = 1_000_000;
    private static final int BATCH = 10_000;

    private final TestClock clock = new TestClock();
    private final Head head = new Head(
            new HeadOptions(1L << 30, Duration.ofMinutes(10).toNanos(), 1, 4L << 30), clock, OlderTraces.NONE, 1);
    private long offset;

    private InsertCounts insert(SpanBatch batch) {
        return head.insert(1, 0, batch, ++offset, 1, clock.epochMillis());
    }

    private BlockInput seal() {
        head.forceClose();
        head.publish();
        return head.nextToSeal().sealInput(1);
    }

    @Test
    void aChainOfAMillionSpans() {
        for (int first = MANY; first > 0; first -= BATCH) {
            Spans spans = new Spans();
            for (int i = first; i > first - BATCH; i--) {
                spans.add(1, i, i - 1, Spans.START + i);
            }
            assertThat(insert(spans.build()).stored()).isEqualTo(BATCH);
        }
        assertThat(insert(Spans.one(1, 4711, 4710, Spans.START + 4711))).isEqualTo(new InsertCounts(0, 1, 0));
        assertThat(insert(Spans.one(1, 4711, 4710, Spans.START + 1))).isEqualTo(new InsertCounts(1, 0, 1));
        BlockInput input = seal();
        assertThat(input.orderLength()).isEqualTo(MANY + 1);
        assertThat(input.traces().size()).isEqualTo(1);
        assertThat(input.traces().spans(0)).isEqualTo(MANY + 1);
        assertThat(input.rows().spanId(input.order()[0])).isEqualTo(1);
        assertThat(input.rows().spanId(input.order()[4_000])).isEqualTo(4_001);
    }

    @Test
    void manySpansOfOneIdAllDifferent() {
        int spans = 100_000;
        for (int batch = 0; batch < 10; batch++) {
            Spans hostile = new Spans();
            for (int i = 0; i < spans / 10; i++) {
                hostile.add(1, 1, 1, Spans.START + batch * 10_000L + i);
            }
            SpanBatch built = hostile.build();
            assertThat(insert(built)).isEqualTo(new InsertCounts(10_000, 0, batch == 0 ? 9_999 : 10_000));
            assertThat(insert(built)).isEqualTo(new InsertCounts(0, 10_000, 0));
        }
        BlockInput input = seal();
        assertThat(input.orderLength()).isEqualTo(spans);
        assertThat(SpanMark.ID_CONFLICT.in(input.rows().marks(0))).isFalse();
        assertThat(SpanMark.ID_CONFLICT.in(input.rows().marks(1))).isTrue();
    }

    @Test
    void manySpansOfOneIdAllAlike() {
        Spans hostile = new Spans();
        for (int i = 0; i < 100_000; i++) {
            hostile.add(1, 1, 0, Spans.START);
        }
        assertThat(insert(hostile.build())).isEqualTo(new InsertCounts(1, 99_999, 0));
    }

    @Test
    void manyServicesInOneTrace() {
        int services = 20_000;
        Spans spans = new Spans();
        for (int i = 0; i < services; i++) {
            spans.service("service-" + i).add(1, i + 1, 0, Spans.START);
        }
        insert(spans.build());
        BlockInput input = seal();
        assertThat(input.traces().serviceEnd(0)).isEqualTo(services);
        TraceValues values = new TraceValues();
        head.snapshot().parts().get(0).generation().traces().read(0, services / 2, values);
        assertThat(values.services.size()).isEqualTo(services / 2);
    }

    @Test
    void tenThousandTracesInOneNanosecond() {
        Spans spans = new Spans();
        for (int i = 10_000; i > 0; i--) {
            spans.add(i, 1, 0, Spans.START);
        }
        insert(spans.build());
        BlockInput input = seal();
        for (int trace = 0; trace < 10_000; trace++) {
            assertThat(input.traces().idLow(trace)).isEqualTo(trace + 1);
        }
    }
}
