package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.testing.DemoSpans;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Measures questions to spans that are in memory alone, as all of a busy store's newest are. Prints p50 and the processor time
 * of a question, of which the first, that sums up what later ones use, is shown apart. Run by hand:
 *
 * <pre>
 * java -cp ... io.spanhouse.storage.scan.HeadQueryFigures [spans] [rounds]
 * </pre>
 */
final class HeadQueryFigures {
    private static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");
    private static final Operand NAME = new Operand.Field(SpanField.NAME);
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);
    private static final TraceOrder NEWEST = TraceOrder.NEWEST;
    private static final String[] SERVICES = {"frontend", "cart", "checkout", "currency", "email", "payment", "shipping"
    };
    private static final int BATCH_SPANS = 512;
    private static final int PROJECT = 1;

    private final HeadOnlyStore store = new HeadOnlyStore(1, StoreClock.SYSTEM, 1L << 40, TimeUnit.SECONDS.toNanos(10));
    private final List<String> rare = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final int rounds;
    private long first = Long.MAX_VALUE;
    private long last;

    private HeadQueryFigures(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] arguments) {
        HeadQueryFigures figures = new HeadQueryFigures(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100);
        figures.fill(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000);
        figures.measure();
        figures.store.close();
    }

    private void fill(int spans) {
        DemoSpans demo = new DemoSpans(1);
        for (int sent = 0; sent < spans; sent += BATCH_SPANS) {
            SpanBatch batch = demo.batch(BATCH_SPANS);
            store.append(PROJECT, batch).join();
            rare.add(value(batch, "url.full"));
            names.add(batch.strings().text(batch.name(0)));
            for (int row = 0; row < batch.rowCount(); row++) {
                first = Math.min(first, batch.startNanos(row));
                last = Math.max(last, batch.startNanos(row));
            }
        }
    }

    private static String value(SpanBatch batch, String key) {
        PairTable pairs = batch.pairs();
        for (int i = batch.attributeStart(0); i < batch.attributeEnd(0); i++) {
            if (batch.strings().text(pairs.key(batch.attribute(i))).equals(key)) {
                ByteSlice value = new ByteSlice();
                pairs.value(batch.attribute(i), value);
                return value.utf8();
            }
        }
        throw new IllegalStateException("the demo's spans have no " + key);
    }

    private void measure() {
        TraceOrder slowest = new TraceOrder(TraceOrder.Key.DURATION, true);
        time("newest-service", i -> search(ofService(i), NEWEST, false));
        time("newest-operation", i -> search(all(ofService(i), name(i)), NEWEST, false));
        time("newest-slow", i -> search(all(ofService(i), slower(5_000_000L + 500_000L * (i % 10))), NEWEST, false));
        time("newest-none-slow", i -> search(all(ofService(i), slower(1L << 40)), NEWEST, false));
        time("newest-error", i -> search(all(ofService(i), failed()), NEWEST, false));
        time("value-absent", i -> search(attribute("url.full", "absent " + i), NEWEST, false));
        time("value-rare", i -> search(attribute("url.full", rare.get(i * 7 % rare.size())), NEWEST, false));
        time("value-medium", i -> search(attribute("server.address", "10.0.0." + i % 30), NEWEST, false));
        time("slowest", i -> search(ofService(i), slowest, false));
        time("total-service", i -> search(ofService(i), NEWEST, true));
        time("services", i -> groups(List.of(SERVICE), SpanCondition.EVERY, TimeWindow.ALWAYS));
        time("operations", i -> groups(List.of(NAME), ofService(i), TimeWindow.ALWAYS));
        time(
                "attribute-values",
                i -> groups(List.of(address()), new SpanCondition.Exists(address()), TimeWindow.ALWAYS));
        time("rate", i -> rate());
    }

    private static Operand address() {
        return new Operand.Attribute(AttributeLevel.SPAN, "server.address");
    }

    private static SpanCondition ofService(int number) {
        return is(SERVICE, SERVICES[number % SERVICES.length]);
    }

    private SpanCondition name(int number) {
        return is(NAME, names.get(number % names.size()));
    }

    private static SpanCondition attribute(String key, String value) {
        return is(new Operand.Attribute(AttributeLevel.SPAN, key), value);
    }

    private static SpanCondition is(Operand operand, String text) {
        return new SpanCondition.Comparison(operand, Operator.EQUAL, new Literal.Text(text));
    }

    private static SpanCondition slower(long nanos) {
        return new SpanCondition.Comparison(DURATION, Operator.GREATER, new Literal.Whole(nanos));
    }

    private static SpanCondition failed() {
        return new SpanCondition.Comparison(
                new Operand.Field(SpanField.STATUS_CODE), Operator.EQUAL, new Literal.Whole(2));
    }

    private static SpanCondition all(SpanCondition... conditions) {
        return new SpanCondition.All(List.of(conditions));
    }

    private void search(SpanCondition condition, TraceOrder order, boolean withTotal) {
        TracePredicate predicate = new TracePredicate.AnySpan(condition);
        store.search(
                new SearchRequest(PROJECT, TimeWindow.ALWAYS, predicate, order, 20, null, withTotal, Visibility.ALL),
                QueryControl.unlimited());
    }

    private void groups(List<Operand> by, SpanCondition condition, TimeWindow window) {
        ask(AggregateRequest.of(PROJECT, window, condition, Visibility.ALL)
                .by(by)
                .measuring(List.of(
                        new Measure.Count(),
                        new Measure.Errors(),
                        new Measure.FirstStart(),
                        new Measure.LastStart(),
                        new Measure.Maximum(DURATION),
                        new Measure.Example(Measure.Example.Choice.LATEST))));
    }

    private void rate() {
        TimeWindow window = new TimeWindow(first, last);
        ask(AggregateRequest.of(PROJECT, window, SpanCondition.EVERY, Visibility.ALL)
                .by(List.of(SERVICE))
                .in(TimeSteps.from(window, 1_000_000_000L)));
    }

    private void ask(AggregateRequest request) {
        store.aggregate(request.ranked(Ranking.top(1_000)), QueryControl.unlimited());
    }

    private void time(String what, IntConsumer question) {
        long coldBefore = cpuNanos();
        question.accept(0);
        long cold = cpuNanos() - coldBefore;
        for (int i = 1; i < rounds; i++) {
            question.accept(i);
        }
        long[] nanos = new long[rounds];
        long before = cpuNanos();
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            question.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        double cpu = (cpuNanos() - before) / 1e6 / rounds;
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-20s p50 %8.2f ms  CPU %8.2f ms, the first %8.2f ms%n",
                what,
                nanos[rounds / 2] / 1e6,
                cpu,
                cold / 1e6);
    }

    /** Processor time of this thread and of those that scan. */
    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = threads.getCurrentThreadCpuTime();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("spanhouse-scan")) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos;
    }
}
