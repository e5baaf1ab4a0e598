package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.OracleStore;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Method: lists of services, names and kinds of spans that meet conditions on these, on errors and durations, and of whose
 * services some may not be seen: what row groups' tables of operations answer alone, in part or not at all. Spans come late
 * and replace others, in blocks and in the head at once; the naive oracle has the right answers. A seed that fails is the
 * test's argument.
 */
class OperationListsTest {
    private static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");
    private static final Operand NAME = new Operand.Field(SpanField.NAME);
    private static final Operand KIND = new Operand.Field(SpanField.KIND);
    private static final Operand STATUS = new Operand.Field(SpanField.STATUS_CODE);
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);
    private static final int BATCHES = 20;
    private static final int QUESTIONS = 250;

    @TempDir
    private Path directory;

    private final OracleStore oracle = new OracleStore();
    private int project;
    private SplittableRandom random = new SplittableRandom(0);
    private List<String> services = List.of();
    private List<String> names = List.of();

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void listsAsTheOracle(long seed) {
        random = new SplittableRandom(seed);
        WorkloadSpans spans = new WorkloadSpans(seed);
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            project = store.project("listed");
            for (int i = 0; i < BATCHES; i++) {
                SpanBatch batch = spans.next(40);
                store.append(project, batch).join();
                oracle.append(batch);
                if (i % 7 == 5) {
                    store.settle();
                }
            }
            services = texts(SERVICE);
            names = texts(NAME);
            for (int i = 0; i < QUESTIONS; i++) {
                AggregateRequest request = request();
                List<AggregateAnswer.Group> expected = oracle.aggregate(request);
                assertThat(store.aggregate(request, QueryControl.unlimited()).groups())
                        .as("seed %s, question %s, %s", seed, i, request)
                        .isEqualTo(expected);
            }
        }
    }

    private List<String> texts(Operand operand) {
        List<String> texts = new ArrayList<>(List.of("", "nowhere"));
        AggregateRequest all = AggregateRequest.of(project, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL)
                .by(List.of(operand))
                .ranked(Ranking.top(1_000));
        for (AggregateAnswer.Group group : oracle.aggregate(all)) {
            if (group.key().get(0) instanceof Literal.Text) {
                texts.add(((Literal.Text) group.key().get(0)).value());
            }
        }
        return texts;
    }

    private AggregateRequest request() {
        List<Operand> groupBy = new ArrayList<>(List.of(SERVICE, NAME, KIND));
        groupBy.removeIf(operand -> random.nextBoolean());
        return AggregateRequest.of(project, window(), condition(2), visibility())
                .ofTraces(TracePredicate.EVERY)
                .by(groupBy)
                .measuring(List.of(
                        new Measure.Count(),
                        new Measure.Errors(),
                        new Measure.FirstStart(),
                        new Measure.LastStart(),
                        new Measure.Maximum(DURATION),
                        new Measure.Example(Measure.Example.Choice.LATEST),
                        new Measure.Example(Measure.Example.Choice.LONGEST)))
                .ranked(Ranking.top(10_000));
    }

    /** Mostly all time, for only whole row groups are answered by their operations. */
    private TimeWindow window() {
        if (random.nextInt(4) > 0) {
            return TimeWindow.ALWAYS;
        }
        AggregateRequest all = AggregateRequest.of(project, TimeWindow.ALWAYS, SpanCondition.EVERY, Visibility.ALL)
                .measuring(List.of(new Measure.LastStart()));
        long latest = oracle.aggregate(all).get(0).whole(0);
        return new TimeWindow(0, latest - random.nextLong(1, 4_000_000_000L));
    }

    private Visibility visibility() {
        if (random.nextInt(3) > 0) {
            return Visibility.ALL;
        }
        Set<String> seen = new HashSet<>();
        for (String service : services) {
            if (random.nextBoolean()) {
                seen.add(service);
            }
        }
        return new Visibility(seen);
    }

    private SpanCondition condition(int depth) {
        switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0:
                return SpanCondition.EVERY;
            case 1:
                return compare(SERVICE, Operator.EQUAL, new Literal.Text(pick(services)));
            case 2:
                Operator operator = random.nextBoolean() ? Operator.NOT_EQUAL : Operator.CONTAINS;
                return compare(SERVICE, operator, new Literal.Text(pick(services)));
            case 3:
                return compare(NAME, Operator.EQUAL, new Literal.Text(pick(names)));
            case 4:
                return compare(KIND, Operator.GREATER_OR_EQUAL, new Literal.Whole(random.nextInt(6)));
            case 5:
                return random.nextBoolean()
                        ? compare(STATUS, Operator.EQUAL, new Literal.Whole(random.nextInt(3)))
                        : compare(DURATION, Operator.GREATER, new Literal.Whole(random.nextLong(-1, 2_000_000_000L)));
            case 6:
                return new SpanCondition.Not(condition(depth - 1));
            case 7:
                return new SpanCondition.All(List.of(condition(depth - 1), condition(depth - 1)));
            default:
                return new SpanCondition.Any(List.of(condition(depth - 1), condition(depth - 1)));
        }
    }

    private static SpanCondition compare(Operand operand, Operator operator, Literal literal) {
        return new SpanCondition.Comparison(operand, operator, literal);
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
