package io.spanhouse.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.testing.DemoSpans;
import io.spanhouse.storage.testing.OracleStore;
import io.spanhouse.storage.testing.StoreWorkload;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Method: spans of another project fill the head between those that are asked for, so that these lie in stretches of their full
 * length, which are summed up; the oracle, which knows nothing of stretches, has the right answers. A seed that fails is the
 * test's argument.
 */
class HeadScreenTest {
    private static final long NEVER_FULL = 1L << 40;
    private static final int FILLING_SPANS = 1_500;
    private static final int QUESTIONS = 300;

    /** Late spans, repeats, pieces that replace spans, lists read page by page while more comes: all of a store's life. */
    @ParameterizedTest
    @CsvSource({"31, 0", "32, 10", "33, 10"})
    void aStoresLifeAmongOthersSpans(long seed, int holdSeconds) {
        try (HeadOnlyStore store =
                new HeadOnlyStore(1, StoreClock.SYSTEM, NEVER_FULL, TimeUnit.SECONDS.toNanos(holdSeconds))) {
            new StoreWorkload(seed, new Subject(store)).run(200);
        }
    }

    private record Subject(HeadOnlyStore headOnly, DemoSpans demo) implements StoreWorkload.Subject {
        Subject(HeadOnlyStore headOnly) {
            this(headOnly, new DemoSpans(1));
        }

        @Override
        public TraceStore store() {
            return headOnly;
        }

        @Override
        public void disturb(SplittableRandom random) {
            headOnly.append(headOnly.project("filling"), demo.batch(FILLING_SPANS))
                    .join();
            if (random.nextInt(12) == 0) {
                headOnly.closeGenerations();
            }
        }
    }

    private final OracleStore oracle = new OracleStore();
    private final List<SpanBatch> batches = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(0);

    @ParameterizedTest
    @ValueSource(longs = {41, 42})
    void findsWhatHasCertainValues(long seed) {
        random = new SplittableRandom(seed);
        WorkloadSpans spans = new WorkloadSpans(seed);
        DemoSpans demo = new DemoSpans(seed);
        try (HeadOnlyStore store = new HeadOnlyStore(1, StoreClock.SYSTEM, NEVER_FULL, 0)) {
            int project = store.project("asked");
            for (int i = 0; i < 24; i++) {
                SpanBatch batch = spans.next(40);
                store.append(project, batch).join();
                oracle.append(batch);
                batches.add(batch);
                store.append(store.project("filling"), demo.batch(FILLING_SPANS))
                        .join();
                if (i == 12) {
                    store.closeGenerations();
                }
            }
            for (int i = 0; i < QUESTIONS; i++) {
                SearchRequest request = request(project);
                assertThat(store.search(request, QueryControl.unlimited()).traces())
                        .as("seed %s, question %s, %s", seed, i, request)
                        .isEqualTo(oracle.firstPage(request));
            }
        }
    }

    private SearchRequest request(int project) {
        TracePredicate predicate = new TracePredicate.AnySpan(condition(2));
        if (random.nextInt(4) == 0) {
            predicate = new TracePredicate.All(List.of(predicate, new TracePredicate.AnySpan(condition(1))));
        } else if (random.nextInt(4) == 0) {
            predicate = new TracePredicate.Any(
                    List.of(predicate, new TracePredicate.Not(new TracePredicate.AnySpan(condition(1)))));
        }
        TraceOrder order = random.nextInt(4) == 0 ? new TraceOrder(TraceOrder.Key.DURATION, true) : TraceOrder.NEWEST;
        return new SearchRequest(
                project,
                TimeWindow.ALWAYS,
                predicate,
                order,
                1 + random.nextInt(20),
                null,
                random.nextBoolean(),
                Visibility.ALL);
    }

    private SpanCondition condition(int depth) {
        SpanBatch batch = batches.get(random.nextInt(batches.size()));
        int row = random.nextInt(batch.rowCount());
        switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0:
                return compare(new Operand.Field(SpanField.STATUS_CODE), Operator.EQUAL, new Literal.Whole(2));
            case 1:
                long duration = Math.max(0, batch.endNanos(row) - batch.startNanos(row));
                return compare(
                        new Operand.Field(SpanField.DURATION),
                        random.nextBoolean() ? Operator.GREATER_OR_EQUAL : Operator.GREATER,
                        new Literal.Whole(duration));
            case 2:
                String name = random.nextInt(5) == 0
                        ? "no such name"
                        : batch.strings().text(batch.name(row));
                return compare(new Operand.Field(SpanField.NAME), Operator.EQUAL, new Literal.Text(name));
            case 6:
                return new SpanCondition.All(List.of(condition(depth - 1), condition(depth - 1)));
            case 7:
                return new SpanCondition.Any(List.of(condition(depth - 1), condition(depth - 1)));
            default:
                return value(batch, row);
        }
    }

    /** A value that a span or its resource has, or hardly has. */
    private SpanCondition value(SpanBatch batch, int row) {
        boolean ofSpan = random.nextInt(4) != 0;
        int resource = batch.resource(row);
        int start = ofSpan ? batch.attributeStart(row) : batch.resources().attributeStart(resource);
        int end = ofSpan ? batch.attributeEnd(row) : batch.resources().attributeEnd(resource);
        if (start == end) {
            return SpanCondition.EVERY;
        }
        int place = start + random.nextInt(end - start);
        int pair = ofSpan ? batch.attribute(place) : batch.resources().attribute(place);
        String key = batch.strings().text(batch.pairs().key(pair));
        Operand operand = random.nextInt(3) == 0
                ? new Operand.SpanOrResource(key)
                : new Operand.Attribute(ofSpan ? AttributeLevel.SPAN : AttributeLevel.RESOURCE, key);
        ByteSlice value = new ByteSlice();
        batch.pairs().value(pair, value);
        boolean whole = batch.pairs().type(pair) == ValueType.INT.code();
        boolean text = batch.pairs().type(pair) == ValueType.STRING.code();
        if (!whole && !text || random.nextInt(8) == 0) {
            return random.nextBoolean()
                    ? new SpanCondition.Exists(operand)
                    : compare(operand, Operator.EQUAL, new Literal.Text("no such value"));
        }
        Literal literal = whole
                ? new Literal.Whole(ValueBytes.getInt(value.array, value.offset))
                : new Literal.Text(value.utf8());
        return compare(operand, random.nextInt(6) == 0 ? Operator.NOT_EQUAL : Operator.EQUAL, literal);
    }

    private static SpanCondition compare(Operand operand, Operator operator, Literal literal) {
        return new SpanCondition.Comparison(operand, operator, literal);
    }
}
