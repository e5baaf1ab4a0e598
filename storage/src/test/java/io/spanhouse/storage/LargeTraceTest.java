package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceRequest.Detail;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Method: one trace of many slices, whose spans lie in blocks in another order than they are handed out, in two blocks and
 * the head, with spans of a service that may not be seen.
 */
class LargeTraceTest {
    private static final int SPANS = 60_000;
    private static final int BATCH_SPANS = 2_000;
    private static final TraceId ID = new TraceId(5, 6);

    @TempDir
    private Path directory;

    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void allSpansComeInOrderSliceBySlice() {
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            int project = store.project("large");
            for (int sent = 0; sent < SPANS; sent += BATCH_SPANS) {
                store.append(project, batch(sent)).join();
                if (sent == SPANS / 2 || sent == SPANS / 4 * 3) {
                    store.settle();
                }
            }

            assertThat(read(store, new TraceRequest(project, ID, Visibility.ALL)))
                    .isEqualTo(SPANS);
            assertThat(read(store, new TraceRequest(project, ID, Visibility.ALL, null, Detail.OUTLINE)))
                    .isEqualTo(SPANS);
            int seen = read(store, new TraceRequest(project, ID, new Visibility(Set.of("even"))));
            assertThat(seen).isEqualTo(SPANS / 2);
        }
    }

    /** Reads the whole trace and checks order, slices and sums; gives the number of spans. */
    private static int read(TraceStore store, TraceRequest request) {
        try (TraceSpans spans = store.get(request, QueryControl.unlimited())) {
            Set<Long> ids = new HashSet<>();
            long last = 0;
            long failed = 0;
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                assertThat(slice.rowCount()).isBetween(1, TraceSpans.SLICE_ROWS_MAX);
                for (int row = 0; row < slice.rowCount(); row++) {
                    if (request.detail() == Detail.WHOLE) {
                        assertThat(slice.startNanos(row)).isGreaterThanOrEqualTo(last);
                    }
                    assertThat(slice.strings().text(slice.name(row))).isEqualTo("span " + slice.spanId(row) % 7);
                    assertThat(slice.attributeEnd(row) - slice.attributeStart(row))
                            .isEqualTo(request.detail() == Detail.WHOLE ? 1 : 0);
                    assertThat(slice.statusMessage(row) == 0).isEqualTo(request.detail() == Detail.OUTLINE);
                    assertThat(slice.endNanos(row)).isEqualTo(slice.startNanos(row) + 10);
                    last = slice.startNanos(row);
                    failed += slice.statusCode(row) == 2 ? 1 : 0;
                    ids.add(slice.spanId(row));
                }
            }
            assertThat(spans.completeness()).isEqualTo(Completeness.COMPLETE);
            assertThat(spans.hiddenSpans()).isEqualTo(SPANS - ids.size());
            assertThat(spans.summary().spans()).isEqualTo(ids.size());
            assertThat(spans.summary().errors()).isEqualTo(failed);
            assertThat(spans.summary().root()).isNotNull();
            assertThat(spans.summary().root().spanId())
                    .isEqualTo(request.visibility().unrestricted() ? 1 : 2);
            return ids.size();
        }
    }

    private SpanBatch batch(int first) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int[] resources = {resource(builder, "even"), resource(builder, "odd")};
        int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
        int message = builder.string("as it was");
        for (int i = 0; i < BATCH_SPANS; i++) {
            int id = first + i + 1;
            // The first two, one of each service, have no parent; the others start at any time.
            long parent = id <= 2 ? 0 : 1 + random.nextInt(id - 1);
            long start = id <= 2 ? 1_000 + id : 2_000 + random.nextInt(1_000_000);
            builder.startSpan().resource(resources[id % 2]).scope(scope).traceId(ID.high(), ID.low());
            builder.spanId(id).parentSpanId(parent).startNanos(start).endNanos(start + 10);
            builder.name(builder.string("span " + id % 7)).status(random.nextInt(3), message);
            builder.attribute(pair(builder, "key", "value " + id % 100));
            builder.endSpan();
        }
        return builder.build();
    }

    private static int resource(SpanBatchBuilder builder, String service) {
        builder.resourceAttribute(pair(builder, "service.name", service));
        return builder.resource(true, 0, 0, 0);
    }

    private static int pair(SpanBatchBuilder builder, String key, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, value, 0, value.length);
    }
}
