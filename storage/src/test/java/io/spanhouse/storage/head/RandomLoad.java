package io.spanhouse.storage.head;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.testing.SeededSpans;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Batches in which much happens: few traces that come back late, span ids that meet, retries whole and in part. */
final class RandomLoad {
    private static final long START = 1_790_000_000_000_000_000L;

    private final SplittableRandom random;
    private final SeededSpans odd;
    private final List<SpanBatch> sent = new ArrayList<>();
    private final int traces;

    RandomLoad(long seed, int traces) {
        random = new SplittableRandom(seed);
        odd = new SeededSpans(seed);
        this.traces = traces;
    }

    SpanBatch next() {
        int choice = random.nextInt(10);
        if (choice < 2 && !sent.isEmpty()) {
            return partOf(sent.get(random.nextInt(sent.size())));
        }
        SpanBatch batch = choice < 4 ? odd.batchUpTo(12) : batch(random.nextInt(40));
        sent.add(batch);
        return batch;
    }

    private SpanBatch partOf(SpanBatch batch) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier copier = new SpanCopier(batch, builder);
        boolean whole = random.nextBoolean();
        for (int row = 0; row < batch.rowCount(); row++) {
            if (whole || random.nextBoolean()) {
                copier.copy(row);
            }
        }
        return builder.build();
    }

    private SpanBatch batch(int spans) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int scope = builder.scope(new ScopeColumns.Fields(true, builder.string("scope"), 0, 0, 0));
        for (int i = 0; i < spans; i++) {
            byte[] service = ("service-" + random.nextInt(50)).getBytes(StandardCharsets.UTF_8);
            builder.resourceAttribute(
                    builder.pair(builder.string("service.name"), ValueType.STRING, service, 0, service.length));
            int resource = builder.resource(true, 0, 0, 0);
            long trace = random.nextInt(traces);
            long start = random.nextInt(10) == 0 ? 0 : START + random.nextInt(3) * 4_000_000_000_000L;
            builder.startSpan()
                    .resource(resource)
                    .scope(scope)
                    .traceId(trace % 3, trace)
                    .spanId(1 + random.nextInt(60))
                    .parentSpanId(random.nextInt(12))
                    .startNanos(start)
                    .endNanos(random.nextInt(10) == 0 ? 0 : start + random.nextInt(5))
                    .kind(random.nextInt(4))
                    .name(builder.string("name-" + random.nextInt(3)))
                    .status(random.nextInt(3), 0);
            builder.endSpan();
        }
        return builder.build();
    }
}
