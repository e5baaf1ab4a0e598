package io.spanhouse.storage;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.filter.Visibility;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Measures searches and aggregates, without a server, on the directory of any store that is not open: what {@code
 * deploy/bench --directory} kept, for example. Prints p50, p99 and the processor time of the threads that scan, which is
 * the figure that other work on the machine changes least. Run by hand:
 *
 * <pre>
 * java -cp ... io.spanhouse.storage.QueryFigures directory [classes, separated by commas] [rounds]
 * </pre>
 */
final class QueryFigures {
    private static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");
    private static final Operand NAME = new Operand.Field(SpanField.NAME);
    private static final Operand KIND = new Operand.Field(SpanField.KIND);
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);
    private static final long SEED = 20_260_101;

    /** What the lists of services and operations show. */
    private static final List<Measure> FIGURES = List.of(
            new Measure.Count(),
            new Measure.Errors(),
            new Measure.FirstStart(),
            new Measure.LastStart(),
            new Measure.Maximum(DURATION),
            new Measure.Example(Measure.Example.Choice.LATEST));

    private final TraceStore store;
    private final List<String> only;
    private final int rounds;
    private final int project;
    private final List<AggregateAnswer.Group> operations;
    private final List<String> services = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final long first;
    private final long last;

    private QueryFigures(TraceStore store, List<String> only, int rounds) {
        this.store = store;
        this.only = only;
        this.rounds = rounds;
        this.project = store.projects().values().iterator().next();
        this.operations = groups(TimeWindow.ALWAYS, SpanCondition.EVERY, List.of(SERVICE, NAME));
        for (AggregateAnswer.Group group : operations) {
            if (!services.contains(text(group, 0))) {
                services.add(text(group, 0));
            }
        }
        long from = Long.MAX_VALUE;
        long to = 0;
        for (AggregateAnswer.Group group : operations) {
            from = Math.min(from, ((Figure.Whole) group.figures().get(2)).value());
            to = Math.max(to, ((Figure.Whole) group.figures().get(3)).value());
        }
        this.first = from;
        this.last = to;
        store.attributeKeys(
                        new AttributeKeysRequest(project, TimeWindow.ALWAYS, SpanCondition.EVERY, 50, Visibility.ALL),
                        QueryControl.unlimited())
                .keys()
                .forEach(key -> {
                    if (key.level() == AttributeLevel.SPAN) {
                        keys.add(key.key());
                    }
                });
    }

    public static void main(String[] arguments) {
        List<String> only =
                arguments.length > 1 && !arguments[1].isEmpty() ? Arrays.asList(arguments[1].split(",")) : List.of();
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(Path.of(arguments[0])))) {
            store.settle();
            new QueryFigures(store, only, rounds).measure();
        }
    }

    private static String text(AggregateAnswer.Group group, int part) {
        Literal literal = group.key().get(part);
        return literal instanceof Literal.Text ? ((Literal.Text) literal).value() : "";
    }

    private void measure() {
        searches();
        wholes();
        lists();
        measures();
        ofTraces();
    }

    private void searches() {
        time("newest-service", (i, random) -> newest(any(ofService(i)), sometimesEarlier(i, random), false));
        time("newest-operation", (i, random) -> newest(any(operation(random)), TimeWindow.ALWAYS, false));
        time("newest-slow", (i, random) -> newest(any(all(ofService(i), slower(i, random))), TimeWindow.ALWAYS, false));
        time(
                "newest-error",
                (i, random) -> newest(any(all(ofService(i), failed())), sometimesEarlier(i, random), false));
        time("value-absent", (i, random) -> newest(any(absent(i, random)), TimeWindow.ALWAYS, false));
        time(
                "structural",
                (i, random) -> newest(
                        new TracePredicate.Spans(SpanPipeline.of(new SpanSet.Related(
                                new SpanSet.Where(ofService(i)),
                                Kinship.DESCENDANT,
                                SpanSet.Related.Form.RIGHT,
                                new SpanSet.Where(operation(random))))),
                        TimeWindow.ALWAYS,
                        i % 2 == 0));
    }

    private void wholes() {
        time("slowest-service", (i, random) -> slowest(any(ofService(i)), TimeWindow.ALWAYS));
        time("slowest-window", (i, random) -> slowest(TracePredicate.EVERY, window(random, 1)));
        time("total-service", (i, random) -> newest(any(ofService(i)), TimeWindow.ALWAYS, true));
        time("total-service-window", (i, random) -> newest(any(ofService(i)), window(random, 1), true));
        time("total-error", (i, random) -> newest(any(all(ofService(i), failed())), TimeWindow.ALWAYS, true));
    }

    private void lists() {
        time("services", (i, random) -> groups(TimeWindow.ALWAYS, SpanCondition.EVERY, List.of(SERVICE)));
        time("services-window", (i, random) -> groups(window(random, 1), SpanCondition.EVERY, List.of(SERVICE)));
        time("operations", (i, random) -> groups(TimeWindow.ALWAYS, ofService(i), List.of(NAME, KIND)));
        time("operations-window", (i, random) -> groups(earlier(random), ofService(i), List.of(NAME, KIND)));
        time("attribute-values", (i, random) -> {
            Operand key = new Operand.Attribute(AttributeLevel.SPAN, keys.get(i % keys.size()));
            ask(AggregateRequest.of(project, sometimesEarlier(i, random), new SpanCondition.Exists(key), Visibility.ALL)
                    .by(List.of(key))
                    .measuring(FIGURES.subList(0, 2))
                    .ranked(Ranking.top(1_000)));
        });
    }

    private void measures() {
        time("rate", (i, random) -> {
            TimeWindow window = stretch(i, random);
            ask(AggregateRequest.of(project, window, SpanCondition.EVERY, Visibility.ALL)
                    .by(List.of(SERVICE))
                    .in(TimeSteps.from(window, (10 + 10 * random.nextInt(6)) * 1_000_000_000L))
                    .ranked(Ranking.top(1_000)));
        });
        time(
                "quantiles",
                (i, random) -> ask(AggregateRequest.of(project, stretch(i, random), SpanCondition.EVERY, Visibility.ALL)
                        .by(List.of(SERVICE, NAME))
                        .measuring(List.of(new Measure.Count(), new Measure.Quantiles(DURATION, List.of(0.5, 0.99))))
                        .ranked(Ranking.top(1_000))));
    }

    /** What looks at traces, and what sets spans apart. */
    private void ofTraces() {
        time("rate-structural", (i, random) -> {
            TimeWindow window = stretch(i, random);
            ask(AggregateRequest.of(project, window, SpanCondition.EVERY, Visibility.ALL)
                    .ofSpans(SpanPipeline.of(new SpanSet.Related(
                            new SpanSet.Where(ofService(i)),
                            Kinship.DESCENDANT,
                            SpanSet.Related.Form.RIGHT,
                            new SpanSet.Where(ofService(i + 1)))))
                    .by(List.of(NAME))
                    .in(TimeSteps.from(window, 60_000_000_000L))
                    .ranked(Ranking.top(1_000)));
        });
        time("rate-root", (i, random) -> {
            TimeWindow window = stretch(i, random);
            ask(AggregateRequest.of(project, window, SpanCondition.EVERY, Visibility.ALL)
                    .by(List.of(new Operand.InTrace(TraceProperty.ROOT_NAME)))
                    .in(TimeSteps.from(window, 60_000_000_000L))
                    .ranked(Ranking.top(1_000)));
        });
        time(
                "difference",
                (i, random) -> store.difference(
                        new DifferenceRequest(
                                project,
                                TimeWindow.ALWAYS,
                                SpanCondition.EVERY,
                                TracePredicate.EVERY,
                                i % 2 == 0 ? failed() : ofService(i),
                                List.of(),
                                new DifferenceRequest.Limits(DifferenceRequest.OPERANDS_MAX, 50, 10),
                                Visibility.ALL),
                        QueryControl.unlimited()));
    }

    private SpanCondition ofService(int number) {
        return is(SERVICE, services.get(number % services.size()));
    }

    private static SpanCondition is(Operand operand, String text) {
        return new SpanCondition.Comparison(operand, Operator.EQUAL, new Literal.Text(text));
    }

    private SpanCondition operation(SplittableRandom random) {
        AggregateAnswer.Group group = operations.get(random.nextInt(operations.size()));
        return all(is(SERVICE, text(group, 0)), is(NAME, text(group, 1)));
    }

    /** Slower than nearly all of a service's spans; in each tenth question slower than all. */
    private SpanCondition slower(int number, SplittableRandom random) {
        long longest = 0;
        for (AggregateAnswer.Group group : operations) {
            if (text(group, 0).equals(services.get(number % services.size()))) {
                longest = Math.max(longest, ((Figure.Whole) group.figures().get(4)).value());
            }
        }
        double share = number % 10 == 9 ? 4 : 0.3 + 0.65 * random.nextDouble();
        return new SpanCondition.Comparison(DURATION, Operator.GREATER, new Literal.Whole((long) (longest * share)));
    }

    private static SpanCondition failed() {
        return new SpanCondition.Comparison(
                new Operand.Field(SpanField.STATUS_CODE), Operator.EQUAL, new Literal.Whole(2));
    }

    private SpanCondition absent(int number, SplittableRandom random) {
        return is(
                new Operand.Attribute(AttributeLevel.SPAN, keys.get(number % keys.size())),
                Long.toHexString(random.nextLong()));
    }

    private static TracePredicate any(SpanCondition condition) {
        return new TracePredicate.AnySpan(condition);
    }

    private static SpanCondition all(SpanCondition... conditions) {
        return new SpanCondition.All(List.of(conditions));
    }

    private TimeWindow sometimesEarlier(int number, SplittableRandom random) {
        return number % 2 == 0 ? TimeWindow.ALWAYS : earlier(random);
    }

    private TimeWindow earlier(SplittableRandom random) {
        return new TimeWindow(0, first + (long) ((last - first) * (0.1 + 0.9 * random.nextDouble())));
    }

    /** A stretch of any length up to a share of the data's time. */
    private TimeWindow window(SplittableRandom random, double share) {
        long length = (long) ((last - first) * share * random.nextDouble());
        long from = first + (long) ((last - first - length) * random.nextDouble());
        return new TimeWindow(from, from + length);
    }

    private TimeWindow stretch(int number, SplittableRandom random) {
        return number % 10 == 0 ? new TimeWindow(first, last) : window(random, 0.2);
    }

    private void newest(TracePredicate predicate, TimeWindow window, boolean withTotal) {
        store.search(
                new SearchRequest(project, window, predicate, TraceOrder.NEWEST, 20, null, withTotal, Visibility.ALL),
                QueryControl.unlimited());
    }

    private void slowest(TracePredicate predicate, TimeWindow window) {
        TraceOrder order = new TraceOrder(TraceOrder.Key.DURATION, true);
        store.search(
                new SearchRequest(project, window, predicate, order, 20, null, false, Visibility.ALL),
                QueryControl.unlimited());
    }

    private List<AggregateAnswer.Group> groups(TimeWindow window, SpanCondition condition, List<Operand> by) {
        return ask(AggregateRequest.of(project, window, condition, Visibility.ALL)
                .by(by)
                .measuring(FIGURES)
                .ranked(Ranking.top(1_000)));
    }

    private List<AggregateAnswer.Group> ask(AggregateRequest request) {
        return store.aggregate(request, QueryControl.unlimited()).groups();
    }

    /** Asks one question of a class. */
    @FunctionalInterface
    private interface Question {
        void ask(int number, SplittableRandom random);
    }

    private void time(String what, Question question) {
        if (!only.isEmpty() && !only.contains(what)) {
            return;
        }
        IntConsumer ask = number -> question.ask(number, new SplittableRandom(SEED + what.hashCode() + number));
        for (int i = 0; i < rounds; i++) {
            ask.accept(rounds + i);
        }
        long[] nanos = new long[rounds];
        long cpuBefore = scanNanos();
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            ask.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        long cpu = scanNanos() - cpuBefore;
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-24s p50 %8.2f ms  p99 %8.2f ms  CPU %8.2f ms%n",
                what,
                nanos[rounds / 2] / 1e6,
                nanos[rounds * 99 / 100] / 1e6,
                cpu / 1e6 / rounds);
    }

    /** Processor time of this thread and of those that scan. */
    private static long scanNanos() {
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
