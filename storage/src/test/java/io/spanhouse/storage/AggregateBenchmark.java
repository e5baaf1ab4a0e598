package io.spanhouse.storage;

import com.sun.management.OperatingSystemMXBean;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.testing.DemoSpans;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Measures aggregates over spans of a demo shop in blocks, warm: the time until the answer and the processor time of all
 * threads together, which other work on the machine changes least. Run by hand:
 *
 * <pre>
 * java -cp ... io.spanhouse.storage.AggregateBenchmark [spans] [part of a query's name]
 * </pre>
 */
final class AggregateBenchmark {
    private static final int BATCH_SPANS = 512;
    private static final int ROUNDS = 40;
    private static final int WARM_UP = 20;
    private static final int STEPS = 60;
    private static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");
    private static final Operand NAME = new Operand.Field(SpanField.NAME);
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);
    private static final Operand ITEMS = new Operand.Attribute(AttributeLevel.SPAN, "app.order.items");

    private final TraceStore store;
    private final int project;

    private final String which;

    private AggregateBenchmark(TraceStore store, String which) {
        this.store = store;
        this.which = which;
        this.project = store.project("shop");
    }

    public static void main(String[] arguments) throws Exception {
        int spans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path directory = Files.createTempDirectory("aggregate-benchmark");
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            AggregateBenchmark benchmark = new AggregateBenchmark(store, arguments.length > 1 ? arguments[1] : "");
            benchmark.load(spans);
            store.settle();
            System.out.printf(Locale.ROOT, "%,d spans, JDK %s%n", spans, Runtime.version());
            benchmark.queries();
        }
    }

    private void load(int spans) {
        DemoSpans demo = new DemoSpans(1);
        List<CompletableFuture<AppendResult>> acks = new ArrayList<>();
        for (int sent = 0; sent < spans; sent += BATCH_SPANS) {
            acks.add(store.append(project, demo.batch(BATCH_SPANS)));
            if (acks.size() == 64) {
                acks.forEach(CompletableFuture::join);
                acks.clear();
            }
        }
        acks.forEach(CompletableFuture::join);
    }

    private void queries() {
        AggregateRequest all = AggregateRequest.of(project, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL);
        AggregateAnswer.Group range = store.aggregate(
                        all.measuring(List.of(new Measure.FirstStart(), new Measure.LastStart())),
                        QueryControl.unlimited())
                .groups()
                .get(0);
        TimeWindow window = new TimeWindow(range.whole(0), range.whole(1) + 1);
        AggregateRequest some = AggregateRequest.of(project, window, SpanCondition.EVERY, Visibility.ALL)
                .in(TimeSteps.from(window, (window.toNanos() - window.fromNanos()) / STEPS + 1));
        List<Measure> p99 = List.of(new Measure.Quantiles(DURATION, List.of(0.5, 0.95, 0.99)));
        List<Measure> count = List.of(new Measure.Count());
        time("spans by service", all.by(List.of(SERVICE)));
        time("rate by service, " + STEPS + " steps", some.by(List.of(SERVICE)).measuring(count));
        time(
                "rate and errors by operation, " + STEPS + " steps",
                some.by(List.of(SERVICE, NAME)).measuring(List.of(new Measure.Count(), new Measure.Errors())));
        time(
                "rate by attribute, " + STEPS + " steps",
                some.by(List.of(new Operand.Attribute(AttributeLevel.SPAN, "user.tier")))
                        .measuring(count));
        time("p99 by operation", all.by(List.of(SERVICE, NAME)).measuring(p99));
        time("p99 by service, " + STEPS + " steps", some.by(List.of(SERVICE)).measuring(p99));
        time("heat map, " + STEPS + " steps", some.measuring(List.of(new Measure.Histogram(DURATION, 1))));
        time(
                "average of an attribute by service",
                all.by(List.of(SERVICE)).measuring(List.of(new Measure.Average(ITEMS), new Measure.Sum(ITEMS))));
        SpanCondition failed = new SpanCondition.Comparison(
                new Operand.Field(SpanField.STATUS_CODE), Operator.EQUAL, new Literal.Whole(2));
        time(
                "share of a condition by operation",
                all.by(List.of(SERVICE, NAME)).measuring(List.of(new Measure.ShareOf(failed))));
        time(
                "failed spans by route",
                AggregateRequest.of(project, window, failed, Visibility.ALL)
                        .by(List.of(new Operand.Attribute(AttributeLevel.SPAN, "http.route"))));
    }

    private void time(String what, AggregateRequest request) {
        if (!what.contains(which)) {
            return;
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cells = 0;
        boolean exact = true;
        long[] nanos = new long[ROUNDS];
        long processor = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long begun = system.getProcessCpuTime();
            long start = System.nanoTime();
            AggregateAnswer answer = store.aggregate(request, QueryControl.unlimited());
            if (round >= 0) {
                nanos[round] = System.nanoTime() - start;
                processor += system.getProcessCpuTime() - begun;
            }
            cells = 0;
            for (AggregateAnswer.Group group : answer.groups()) {
                cells += Math.max(1, group.cells().size());
                exact &= !(group.figures().get(0) instanceof Figure.Quantiles)
                        || ((Figure.Quantiles) group.figures().get(0)).exact();
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "  %-44s p50 %8.2f ms  best %8.2f ms  processor %8.2f ms  %d cells%s%n",
                what,
                nanos[ROUNDS / 2] / 1e6,
                nanos[0] / 1e6,
                processor / 1e6 / ROUNDS,
                cells,
                exact ? "" : ", quantiles about");
    }
}
