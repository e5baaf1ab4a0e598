package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One hard case: a store whose clock the test moves, spans in few words, questions whose answers are known, and a line of
 * figures. Cases run at a short size in the suite and at their full size with {@code -Dhardcases.full=true}.
 */
final class HardCase implements AutoCloseable {
    static final long START = 1_790_000_000_000_000_000L;

    private static final boolean FULL = Boolean.getBoolean("hardcases.full");

    final TraceStore store;
    final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final String name;
    private long beganNanoTime = System.nanoTime();
    private final StringBuilder figures = new StringBuilder();
    private long spans;
    private int inBatch;
    private int resource;
    private int scope;
    private @Nullable HardNeighbour neighbour;
    private long bytesBefore;
    private long sentNanoTime;

    HardCase(String name, Path directory, StoreClock clock, Duration retention) {
        this.name = name;
        StoreOptions defaults = StoreOptions.defaults(directory);
        this.store = TraceStore.open(new StoreOptions(
                directory,
                1,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                defaults.head(),
                new StoreOptions.Retention(retention, Long.MAX_VALUE, Duration.ofDays(1)),
                0,
                clock));
        assertThat(store.project("default")).isEqualTo(1);
    }

    HardCase(String name, Path directory) {
        this(name, directory, StoreClock.SYSTEM, Duration.ofDays(30));
    }

    /** At full size, from here on another project asks its questions beside the case, and how long they take is noted. */
    void withNeighbour() {
        if (FULL) {
            neighbour = new HardNeighbour(store);
            bytesBefore = bytes();
            beganNanoTime = System.nanoTime();
        }
    }

    /** The size of a case. */
    static int size(int small, int full) {
        return FULL ? full : small;
    }

    /** Begins a span; the first of a batch begins the batch. */
    SpanBatchBuilder start(long trace, long span, String spanName) {
        if (inBatch++ == 0) {
            text("service.name", "shop", true);
            resource = builder.resource(true, 0, 0, 0);
            scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
        }
        return builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(5, trace)
                .spanId(span)
                .name(builder.string(spanName))
                .startNanos(START + trace * 1_000)
                .endNanos(START + trace * 1_000 + 1_000_000);
    }

    /** An attribute of the span. */
    void text(String key, String value) {
        text(key, value, false);
    }

    private void text(String key, String value, boolean ofResource) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int pair = builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
        if (ofResource) {
            builder.resourceAttribute(pair);
        } else {
            builder.attribute(pair);
        }
    }

    /** Sends what was built, into the usual project. */
    void send() {
        send(1);
    }

    void send(int project) {
        SpanBatch batch = builder.build();
        spans += batch.rowCount();
        inBatch = 0;
        assertThat(store.append(project, batch).join().stored()).isEqualTo(batch.rowCount());
    }

    static SpanCondition has(String key, String value) {
        return new SpanCondition.Comparison(
                new Operand.Attribute(AttributeLevel.SPAN, key), Operator.EQUAL, new Literal.Text(value));
    }

    static SpanCondition named(String value) {
        return new SpanCondition.Comparison(new Operand.Field(SpanField.NAME), Operator.EQUAL, new Literal.Text(value));
    }

    /** Counts spans that were sent in another way. */
    void taken(long count) {
        spans += count;
    }

    /** A search with its total, which must be complete. */
    SearchAnswer search(int project, TracePredicate predicate, TimeWindow window, int limit) {
        SearchAnswer answer = store.search(
                new SearchRequest(project, window, predicate, TraceOrder.NEWEST, limit, null, true, Visibility.ALL),
                QueryControl.unlimited());
        assertThat(answer.completeness()).as(name).isEqualTo(Completeness.COMPLETE);
        return answer;
    }

    /** Searches for a condition, notes the time and holds the total against what must come. */
    void expect(String what, SpanCondition condition, long traces) {
        long began = System.nanoTime();
        SearchAnswer answer = search(1, new TracePredicate.AnySpan(condition), TimeWindow.ALWAYS, 20);
        note(what, began);
        assertThat(answer.total()).as("%s, %s", name, what).hasValue(traces);
    }

    /** Number of groups by an operand, and of the spans in them. */
    long[] groups(Operand operand, String what) {
        long began = System.nanoTime();
        AggregateAnswer answer = store.aggregate(
                AggregateRequest.of(1, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL)
                        .by(List.of(operand))
                        .measuring(List.of(new Measure.Count())),
                QueryControl.unlimited());
        note(what, began);
        long sum = 0;
        for (AggregateAnswer.Group group : answer.groups()) {
            sum += group.whole(0);
        }
        return new long[] {answer.groupsTotal(), sum};
    }

    /** Notes how long something took. */
    void note(String what, long beganNanoTime) {
        figures.append(String.format(
                Locale.ROOT,
                "; %s %.1f ms",
                what,
                (System.nanoTime() - beganNanoTime) / (double) TimeUnit.MILLISECONDS.toNanos(1)));
    }

    /** Notes a figure. */
    void note(String what) {
        figures.append("; ").append(what);
    }

    /** All is sent: what is asked before {@link #settle} does not count as sending. */
    void sent() {
        sentNanoTime = System.nanoTime();
    }

    /** Everything into blocks, and the time and size of it. */
    void settle() {
        long took = (sentNanoTime == 0 ? System.nanoTime() : sentNanoTime) - beganNanoTime;
        figures.append(String.format(
                Locale.ROOT, "; %,d spans taken in %.1f s", spans, took / (double) TimeUnit.SECONDS.toNanos(1)));
        long began = System.nanoTime();
        store.settle();
        note("in blocks", began);
        figures.append(String.format(
                Locale.ROOT, "; %.1f bytes a span", (bytes() - bytesBefore) / (double) Math.max(1, spans)));
    }

    private long bytes() {
        return store.status().buckets().stream()
                .mapToLong(StoreStatus.Bucket::bytes)
                .sum();
    }

    @Override
    public void close() {
        if (neighbour != null) {
            note(neighbour.stop());
        }
        store.close();
        System.out.println("hard case, " + (FULL ? "full" : "short") + ": " + name + figures + "; " + peakMemory());
    }

    private static String peakMemory() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return "process at most " + Long.parseLong(line.replaceAll("\\D", "")) / 1_024 + " MiB so far";
                }
            }
        } catch (IOException e) {
            return "peak of memory not known: " + e.getMessage();
        }
        return "peak of memory not known";
    }

    /** Both clocks stand still until they are moved. */
    static final class Clock implements StoreClock {
        private final AtomicLong millis = new AtomicLong(START / 1_000_000);
        private final AtomicLong nanos = new AtomicLong(1);

        void advance(Duration duration) {
            millis.addAndGet(duration.toMillis());
            nanos.addAndGet(duration.toNanos());
        }

        @Override
        public long epochMillis() {
            return millis.get();
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }
    }
}
