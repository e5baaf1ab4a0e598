package io.spanhouse.storage;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
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
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.Moved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Questions that look at every span of 262,144 in blocks, through the whole store: an exact total by a condition on each
 * span's duration and route, and counts and sums of durations by route. All threads of the store answer. Bytes are
 * the two columns' in memory, 12 a span.
 */
@State(Scope.Benchmark)
public class StoreSpeed {
    private static final int BATCH_SPANS = 512;
    private static final int SPANS = 262_144;
    private static final int BYTES = SPANS * (Integer.BYTES + Long.BYTES);
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);
    private static final Operand ROUTE = new Operand.Attribute(AttributeLevel.SPAN, "http.route");
    private static final SpanCondition SLOW_AND_ROUTED = new SpanCondition.All(List.of(
            new SpanCondition.Comparison(DURATION, Operator.GREATER, new Literal.Whole(3_000_000)),
            new SpanCondition.Not(new SpanCondition.Comparison(ROUTE, Operator.EQUAL, new Literal.Text("/none")))));

    private final byte[] bytes = new byte[BYTES];
    private final byte[] copied = new byte[BYTES];
    private final Path directory = temporary();
    private final TraceStore store = TraceStore.open(StoreOptions.defaults(directory));
    private final int project = store.project("shop");

    private static Path temporary() {
        try {
            return Files.createTempDirectory("store-speed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Setup
    public void fill() {
        DemoSpans demo = new DemoSpans(1);
        for (int sent = 0; sent < SPANS; sent += BATCH_SPANS) {
            store.append(project, demo.batch(BATCH_SPANS)).join();
        }
        store.settle();
    }

    @TearDown
    public void close() throws IOException {
        store.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public SearchAnswer filter(Moved moved) {
        moved.add(BYTES, SPANS);
        return store.search(
                new SearchRequest(
                        project,
                        TimeWindow.ALWAYS,
                        new TracePredicate.AnySpan(SLOW_AND_ROUTED),
                        TraceOrder.NEWEST,
                        20,
                        null,
                        true,
                        Visibility.ALL),
                QueryControl.unlimited());
    }

    @Benchmark
    public AggregateAnswer aggregate(Moved moved) {
        moved.add(BYTES, SPANS);
        return store.aggregate(
                AggregateRequest.of(project, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL)
                        .by(List.of(ROUTE))
                        .measuring(List.of(new Measure.Count(), new Measure.Sum(DURATION))),
                QueryControl.unlimited());
    }

    @Benchmark
    public byte[] floor(Moved moved) {
        moved.copy(bytes, copied, SPANS);
        return copied;
    }
}
