package io.spanhouse.storage;

import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.DemoSpans;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Measures queries over spans of a demo shop, in the head and in blocks; prints p50 and p99. Run by hand:
 *
 * <pre>
 * java -cp ... io.spanhouse.storage.ScanFigures [spans]
 * </pre>
 */
final class ScanFigures {
    private static final int BATCH_SPANS = 512;
    private static final int ROUNDS = 60;

    private final TraceStore store;
    private final int project;
    private final List<TraceId> ids = new ArrayList<>();

    private ScanFigures(TraceStore store) {
        this.store = store;
        this.project = store.project("shop");
    }

    public static void main(String[] arguments) throws Exception {
        int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path directory = Files.createTempDirectory("scan-figures");
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            ScanFigures figures = new ScanFigures(store);
            DemoSpans demo = new DemoSpans(1);
            figures.load(demo, spans);
            if (arguments.length > 1) {
                figures.queries("in the head");
            }
            long start = System.nanoTime();
            store.settle();
            System.out.printf(
                    Locale.ROOT,
                    "settled in %d ms: %s%n",
                    (System.nanoTime() - start) / 1_000_000,
                    store.status().buckets());
            figures.queries("in blocks");
            figures.load(demo, 100_000);
            figures.queries("in blocks, 100,000 more in the head");
        }
    }

    private void load(DemoSpans demo, int spans) {
        List<CompletableFuture<AppendResult>> acks = new ArrayList<>();
        for (int sent = 0; sent < spans; sent += BATCH_SPANS) {
            SpanBatch batch = demo.batch(BATCH_SPANS);
            ids.add(new TraceId(batch.traceIdHigh(0), batch.traceIdLow(0)));
            acks.add(store.append(project, batch));
            if (acks.size() == 64) {
                acks.forEach(CompletableFuture::join);
                acks.clear();
            }
        }
        acks.forEach(CompletableFuture::join);
    }

    private void queries(String where) {
        System.out.println(where);
        Operand service = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");
        SpanCondition ofCart = new SpanCondition.Comparison(service, Operator.EQUAL, new Literal.Text("cart"));
        SpanCondition slow = new SpanCondition.Comparison(
                new Operand.Field(SpanField.DURATION), Operator.GREATER, new Literal.Whole(12_000_000));
        SpanCondition never = new SpanCondition.Comparison(
                new Operand.Field(SpanField.DURATION), Operator.GREATER, new Literal.Whole(900_000_000_000L));
        SpanCondition failed = new SpanCondition.Comparison(
                new Operand.Field(SpanField.STATUS_CODE), Operator.EQUAL, new Literal.Whole(2));
        SpanCondition absent = new SpanCondition.Comparison(
                new Operand.Attribute(AttributeLevel.SPAN, "url.full"), Operator.EQUAL, new Literal.Text("nowhere"));
        SpanCondition nobody = new SpanCondition.Comparison(service, Operator.EQUAL, new Literal.Text("nobody"));
        search("newest 20", TracePredicate.EVERY, TraceOrder.NEWEST, false);
        search("newest 20 of a service", any(ofCart), TraceOrder.NEWEST, false);
        search("newest 20 of a service, slow", any(all(ofCart, slow)), TraceOrder.NEWEST, false);
        search("newest 20 of a service, failed", any(all(ofCart, failed)), TraceOrder.NEWEST, false);
        search("newest 20 of a service, never so slow", any(all(ofCart, never)), TraceOrder.NEWEST, false);
        search("newest 20 of an absent service", any(nobody), TraceOrder.NEWEST, false);
        search("absent plain value", any(absent), TraceOrder.NEWEST, false);
        search("slowest 20", TracePredicate.EVERY, new TraceOrder(TraceOrder.Key.DURATION, true), false);
        search("newest 20 of a service with total", any(ofCart), TraceOrder.NEWEST, true);
        search("newest 20 slow of a service with total", any(all(ofCart, slow)), TraceOrder.NEWEST, true);
        time("get", round -> {
            TraceRequest request = new TraceRequest(project, ids.get(round * 7919 % ids.size()), Visibility.ALL);
            try (TraceSpans spans = store.get(request, QueryControl.unlimited())) {
                return spans == null || spans.next() == null ? "missing" : "found";
            }
        });
        time("get of nothing", round -> {
            TraceRequest request = new TraceRequest(project, new TraceId(round, 1), Visibility.ALL);
            return store.get(request, QueryControl.unlimited()) == null ? "missing" : "found";
        });
        aggregate("spans by service", SpanCondition.EVERY, List.of(service));
        aggregate("spans by operation", SpanCondition.EVERY, List.of(service, new Operand.Field(SpanField.NAME)));
        aggregate("failed spans by operation", failed, List.of(service, new Operand.Field(SpanField.NAME)));
        aggregate(
                "spans by attribute",
                SpanCondition.EVERY,
                List.of(new Operand.Attribute(AttributeLevel.SPAN, "user.tier")));
        time(
                "attribute keys",
                round -> ""
                        + store.attributeKeys(
                                        new AttributeKeysRequest(
                                                project, TimeWindow.ALWAYS, SpanCondition.EVERY, 1_000, Visibility.ALL),
                                        QueryControl.unlimited())
                                .keys()
                                .size());
    }

    private static TracePredicate any(SpanCondition condition) {
        return new TracePredicate.AnySpan(condition);
    }

    private static SpanCondition all(SpanCondition... conditions) {
        return new SpanCondition.All(List.of(conditions));
    }

    private void search(String what, TracePredicate predicate, TraceOrder order, boolean withTotal) {
        SearchRequest request =
                new SearchRequest(project, TimeWindow.ALWAYS, predicate, order, 20, null, withTotal, Visibility.ALL);
        time(what, round -> {
            SearchAnswer answer = store.search(request, QueryControl.unlimited());
            return answer.traces().size() + " listed, total " + answer.total() + ", " + answer.statistics();
        });
    }

    private void aggregate(String what, SpanCondition condition, List<Operand> operands) {
        AggregateRequest request = AggregateRequest.of(project, TimeWindow.ALWAYS, condition, Visibility.ALL)
                .by(operands)
                .ranked(Ranking.top(10_000));
        time(what, round -> store.aggregate(request, QueryControl.unlimited()).groupsTotal() + " groups");
    }

    private static void time(String what, Function<Integer, String> query) {
        String result = "";
        long begun = System.nanoTime();
        long[] nanos = new long[ROUNDS];
        int rounds = 0;
        for (int i = 0; i < ROUNDS * 2 && System.nanoTime() - begun < 6_000_000_000L; i++) {
            long start = System.nanoTime();
            result = query.apply(i);
            nanos[rounds % ROUNDS] = System.nanoTime() - start;
            rounds++;
        }
        long[] sorted = Arrays.copyOf(nanos, Math.min(rounds, ROUNDS));
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "  %-42s p50 %8.2f ms  p99 %8.2f ms  %s%n",
                what,
                sorted[sorted.length / 2] / 1e6,
                sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)] / 1e6,
                result);
    }
}
