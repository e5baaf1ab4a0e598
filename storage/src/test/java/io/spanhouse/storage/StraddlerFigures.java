package io.spanhouse.storage;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.testing.DemoSpans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures searches while a share of the traces lies in two blocks each: 0, 1, 10 and 54 in 100. Run by hand:
 *
 * <pre>
 * java -cp ... io.spanhouse.storage.StraddlerFigures [spans]
 * </pre>
 */
final class StraddlerFigures {
    private static final int BATCH_SPANS = 512;
    private static final int ROUNDS = 15;
    private static final int[] SHARES = {0, 1, 10, 54};

    private final TraceStore store;
    private final int project;

    private StraddlerFigures(TraceStore store) {
        this.store = store;
        this.project = store.project("shop");
    }

    public static void main(String[] arguments) throws Exception {
        int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 400_000;
        for (int share : SHARES) {
            Path directory = Files.createTempDirectory("straddler-figures");
            StoreOptions defaults = StoreOptions.defaults(directory);
            StoreOptions options = new StoreOptions(
                    directory,
                    1,
                    StoreOptions.Durability.INTERVAL,
                    defaults.memory(),
                    new StoreOptions.Head(96 << 20, Duration.ofMinutes(10), Duration.ZERO),
                    defaults.retention(),
                    0,
                    defaults.clock());
            try (TraceStore store = TraceStore.open(options)) {
                StraddlerFigures figures = new StraddlerFigures(store);
                figures.load(spans, share);
                System.out.printf(Locale.ROOT, "%d of 100 traces in two blocks, %d spans%n", share, spans);
                figures.queries();
            }
        }
    }

    /** The later spans of some traces come after the seal of the others. */
    private void load(int spans, int share) {
        DemoSpans demo = new DemoSpans(1);
        List<SpanBatch> later = new ArrayList<>();
        for (int sent = 0; sent < spans; sent += BATCH_SPANS) {
            SpanBatch batch = demo.batch(BATCH_SPANS);
            SpanBatchBuilder first = new SpanBatchBuilder();
            SpanBatchBuilder second = new SpanBatchBuilder();
            SpanCopier toFirst = new SpanCopier(batch, first);
            SpanCopier toSecond = new SpanCopier(batch, second);
            for (int row = 0; row < batch.rowCount(); row++) {
                boolean split = Long.remainderUnsigned(batch.traceIdLow(row), 100) < share;
                if (split && row % 4 > 1) {
                    toSecond.copy(row);
                } else {
                    toFirst.copy(row);
                }
            }
            store.append(project, first.build()).join();
            if (second.rowCount() > 0) {
                later.add(second.build());
            }
        }
        store.settle();
        later.forEach(batch -> store.append(project, batch).join());
        store.settle();
    }

    private void queries() {
        Operand service = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");
        SpanCondition ofCart = new SpanCondition.Comparison(service, Operator.EQUAL, new Literal.Text("cart"));
        SpanCondition ofPayment = new SpanCondition.Comparison(service, Operator.EQUAL, new Literal.Text("payment"));
        SpanCondition slow = new SpanCondition.Comparison(
                new Operand.Field(SpanField.DURATION), Operator.GREATER, new Literal.Whole(12_000_000));
        SpanCondition posts = new SpanCondition.Comparison(
                new Operand.Field(SpanField.NAME), Operator.STARTS_WITH, new Literal.Text("POST"));
        TracePredicate both =
                new TracePredicate.All(List.of(new TracePredicate.AnySpan(ofCart), new TracePredicate.AnySpan(posts)));
        SpanSet structure = new SpanSet.Related(
                new SpanSet.Where(ofCart), Kinship.DESCENDANT, SpanSet.Related.Form.RIGHT, new SpanSet.Where(posts));
        SpanPipeline average = new SpanPipeline(
                new SpanSet.Where(ofPayment),
                List.of(new SpanPipeline.Stage.Having(
                        SpanPipeline.Statistic.AVERAGE,
                        Optional.of(new Expression.Value(new Operand.Field(SpanField.DURATION))),
                        Operator.GREATER,
                        new Literal.Whole(10_000_000))));
        search("newest 20 of a service, slow", new TracePredicate.AnySpan(all(ofCart, slow)), false);
        search("total of a service, slow", new TracePredicate.AnySpan(all(ofCart, slow)), true);
        search("total of two conditions", both, true);
        search("newest 20 by structure", new TracePredicate.Spans(SpanPipeline.of(structure)), false);
        search("total by structure", new TracePredicate.Spans(SpanPipeline.of(structure)), true);
        search("total by average duration", new TracePredicate.Spans(average), true);
    }

    private static SpanCondition all(SpanCondition... conditions) {
        return new SpanCondition.All(List.of(conditions));
    }

    private void search(String what, TracePredicate predicate, boolean withTotal) {
        SearchRequest request = new SearchRequest(
                project, TimeWindow.ALWAYS, predicate, TraceOrder.NEWEST, 20, null, withTotal, Visibility.ALL);
        long[] nanos = new long[ROUNDS];
        String found = "";
        for (int i = -2; i < ROUNDS; i++) {
            long start = System.nanoTime();
            SearchAnswer answer = store.search(request, QueryControl.unlimited());
            if (i >= 0) {
                nanos[i] = System.nanoTime() - start;
            }
            found = "total " + answer.total();
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "  %-36s p50 %8.2f ms  max %8.2f ms  %s%n",
                what,
                nanos[ROUNDS / 2] / 1e6,
                nanos[ROUNDS - 1] / 1e6,
                found);
    }
}
