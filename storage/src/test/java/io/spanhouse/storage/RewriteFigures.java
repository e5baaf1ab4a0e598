package io.spanhouse.storage;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.testing.DemoSpans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs and what it wins to write blocks anew of which half is dead: every second trace gets one of its spans
 * replaced, so that all of its spans come once more. Not a test: run {@link #main} with a number of spans.
 */
final class RewriteFigures {
    private static final int BATCH_SPANS = 2_000;

    private RewriteFigures() {}

    public static void main(String[] arguments) throws IOException {
        int spans = arguments.length == 0 ? 200_000 : Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("rewrite-figures");
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            int project = store.project("p");
            DemoSpans source = new DemoSpans(3);
            List<SpanBatch> pieces = new ArrayList<>();
            for (int sent = 0; sent < spans; sent += BATCH_SPANS) {
                SpanBatch batch = source.batch(BATCH_SPANS);
                pieces.add(pieces(batch));
                store.append(project, batch).join();
            }
            store.settle();
            System.out.printf("%d spans: %s%n", spans, figures(store));
            pieces.forEach(batch -> store.append(project, batch).join());
            long before = store.figures().maintenance().seals().bytes();
            store.settle();
            StoreFigures.Maintenance after = store.figures().maintenance();
            System.out.printf("half of the traces patched: %s%n", figures(store));
            System.out.printf(
                    "blocks as sealed %d bytes (%d of the first seals), now %d; the rewrite took %d ms for %d spans%n",
                    after.seals().bytes(),
                    before,
                    blockBytes(store),
                    after.rewrites().nanos() / 1_000_000,
                    after.rewrites().spans());
        }
    }

    private static String figures(TraceStore store) {
        StoreFigures.Maintenance maintenance = store.figures().maintenance();
        return "journal " + store.figures().journal().bytes() + " bytes written, seals "
                + maintenance.seals().bytes() + ", merges "
                + maintenance.merges().bytes() + ", rewrites "
                + maintenance.rewrites().bytes() + "; blocks " + blockBytes(store);
    }

    private static long blockBytes(TraceStore store) {
        return store.status().buckets().stream()
                .mapToLong(StoreStatus.Bucket::bytes)
                .sum();
    }

    /** A piece of one span of every second trace of a batch. */
    private static SpanBatch pieces(SpanBatch batch) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        int resource = builder.resource(false, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        long last = 0;
        int trace = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (batch.traceIdLow(row) != last) {
                last = batch.traceIdLow(row);
                if (trace++ % 2 == 0) {
                    builder.startSpan()
                            .resource(resource)
                            .scope(scope)
                            .traceId(batch.traceIdHigh(row), batch.traceIdLow(row))
                            .spanId(batch.spanId(row))
                            .name(builder.string("patched"))
                            .mark(SpanMark.REPLACES)
                            .mark(SpanMark.RESOURCE_ASSUMED);
                    builder.endSpan();
                }
            }
        }
        return builder.build();
    }
}
