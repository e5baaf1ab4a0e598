package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.ArrivalsRequest;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeSteps;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Random questions about the spans of an oracle. Operands and literals are taken from a span that is there, so that most
 * conditions meet some spans; some are taken from elsewhere. The same seed gives the same questions. Not thread-safe.
 */
public final class SeededQueries {
    static final Operator[] ORDERING = {
        Operator.EQUAL,
        Operator.NOT_EQUAL,
        Operator.LESS,
        Operator.LESS_OR_EQUAL,
        Operator.GREATER,
        Operator.GREATER_OR_EQUAL
    };

    private static final TraceProperty[] NUMBERS_OF_TRACES = {
        TraceProperty.DURATION, TraceProperty.SPANS, TraceProperty.CHILD_COUNT, TraceProperty.NESTED_SET_RIGHT
    };

    private final SplittableRandom random;
    private final OracleStore oracle;
    private final int project;
    private final SeededSets sets;
    private boolean tracesKnown;

    public SeededQueries(long seed, OracleStore oracle, int project) {
        this.random = new SplittableRandom(seed);
        this.oracle = oracle;
        this.project = project;
        this.sets = new SeededSets(random, this);
    }

    /** A page of traces, from the start. */
    public SearchRequest search() {
        return new SearchRequest(
                project,
                window(),
                predicate(2),
                new TraceOrder(pick(TraceOrder.Key.values()), random.nextInt(3) != 0),
                1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 8),
                null,
                random.nextBoolean(),
                visibility(),
                random.nextInt(3) == 0 ? sets.selection() : null);
    }

    public AggregateRequest aggregate() {
        boolean byTraces = random.nextInt(3) == 0;
        List<GroupKey> keys = groupKeys(byTraces);
        SpanCondition condition = random.nextBoolean() ? SpanCondition.EVERY : condition(2);
        TimeWindow window = window();
        List<Measure> measures = new ArrayList<>();
        measures.add(
                random.nextBoolean()
                        ? new Measure.Count()
                        : random.nextInt(8) == 0 ? new Measure.Histogram(number(), 1) : rankable());
        for (int i = random.nextInt(4); i > 0; i--) {
            measures.add(measure());
        }
        if (byTraces && random.nextBoolean()) {
            measures.add(new Measure.Maximum(new Operand.InTrace(pick(NUMBERS_OF_TRACES))));
        }
        int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(5) : Ranking.LIMIT_MAX;
        return AggregateRequest.of(project, window, condition, visibility())
                .ofTraces(random.nextInt(3) == 0 ? predicate(1) : TracePredicate.EVERY)
                .ofSpans(byTraces && random.nextInt(3) != 0 ? sets.pipeline(2) : null)
                .byKeys(keys)
                .in(steps(window))
                .measuring(measures)
                .ranked(new Ranking(0, random.nextInt(3) != 0, limit));
    }

    private List<GroupKey> groupKeys(boolean byTraces) {
        tracesKnown = byTraces;
        List<GroupKey> keys = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Operand operand = random.nextInt(3) == 0 ? usualOperand() : operand();
            keys.add(new GroupKey(
                    random.nextInt(4) == 0 ? List.of(operand(), operand, usualOperand()) : List.of(operand)));
        }
        tracesKnown = false;
        return keys;
    }

    private TimeSteps steps(TimeWindow window) {
        if (window.toNanos() == TimeWindow.FOREVER || random.nextInt(3) == 0) {
            return null;
        }
        long length = Math.max(1, window.toNanos() - window.fromNanos());
        long step = Math.max(1, length / (1 + random.nextInt(20)));
        return random.nextBoolean() ? TimeSteps.from(window, step) : TimeSteps.aligned(window, step);
    }

    private Measure measure() {
        switch (random.nextInt(5)) {
            case 0:
                return new Measure.Example(pick(Measure.Example.Choice.values()));
            case 1:
                return new Measure.Histogram(number(), random.nextInt(Figure.Histogram.SCALE_MAX + 1));
            default:
                return rankable();
        }
    }

    private Measure rankable() {
        switch (random.nextInt(10)) {
            case 0:
                return new Measure.Errors();
            case 1:
                return new Measure.FirstStart();
            case 2:
                return new Measure.LastStart();
            case 3:
                return random.nextBoolean() ? new Measure.CountOf(condition(1)) : new Measure.ShareOf(condition(1));
            case 4:
                return new Measure.Sum(number());
            case 5:
                return new Measure.Average(number());
            case 6:
                return new Measure.Minimum(number());
            case 7:
                return new Measure.Maximum(number());
            case 8:
                return new Measure.Quantiles(number(), List.of(random.nextInt(101) / 100.0, 0.0, 0.99, 1.0));
            default:
                return new Measure.Count();
        }
    }

    /** An operand that may have numbers: half the time the duration. */
    private Operand number() {
        SpanField[] fields = {
            SpanField.DURATION, SpanField.KIND, SpanField.STATUS_CODE, SpanField.FLAGS, SpanField.EVENT_SINCE_START
        };
        Operand operand = operand();
        return operand instanceof Operand.Attribute ? operand : new Operand.Field(pick(fields));
    }

    public ServiceGraphRequest serviceGraph() {
        return new ServiceGraphRequest(project, window(), visibility());
    }

    /** A look at what arrived since the last one ended; null for the first. */
    public ArrivalsRequest arrivals(String since) {
        return new ArrivalsRequest(project, predicate(1), 1 + random.nextInt(30), since, visibility());
    }

    public DifferenceRequest difference() {
        List<Operand> operands = new ArrayList<>();
        for (int i = random.nextInt(2) == 0 ? 0 : random.nextInt(6); i > 0; i--) {
            operands.add(random.nextBoolean() ? usualOperand() : operand());
        }
        return new DifferenceRequest(
                project,
                window(),
                random.nextBoolean() ? SpanCondition.EVERY : condition(2),
                random.nextInt(3) == 0 ? predicate(1) : TracePredicate.EVERY,
                condition(2),
                operands,
                new DifferenceRequest.Limits(
                        random.nextInt(4) == 0 ? 1 + random.nextInt(20) : DifferenceRequest.OPERANDS_MAX,
                        1 + random.nextInt(40),
                        1 + random.nextInt(20)),
                visibility());
    }

    public AttributeKeysRequest attributeKeys() {
        SpanCondition condition = random.nextBoolean() ? SpanCondition.EVERY : condition(2);
        return new AttributeKeysRequest(project, window(), condition, 100_000, visibility());
    }

    public Visibility visibility() {
        if (random.nextInt(4) != 0) {
            return Visibility.ALL;
        }
        Set<String> services = new HashSet<>();
        for (String service : oracle.services().keySet()) {
            if (random.nextBoolean()) {
                services.add(service);
            }
        }
        return new Visibility(services);
    }

    private TimeWindow window() {
        if (oracle.spans().isEmpty() || random.nextBoolean()) {
            return TimeWindow.ALWAYS;
        }
        long from = span().start();
        long to = random.nextInt(3) == 0 ? TimeWindow.FOREVER : from + random.nextLong(20_000_000L);
        return new TimeWindow(from, to);
    }

    TracePredicate predicate(int depth) {
        if (random.nextInt(3) == 0) {
            return new TracePredicate.Spans(sets.pipeline(2));
        }
        int choice = random.nextInt(depth == 0 ? 7 : 10);
        switch (choice) {
            case 0:
                return TracePredicate.EVERY;
            case 1:
            case 2:
            case 3:
                return new TracePredicate.AnySpan(ofTraces(2));
            case 4:
                return new TracePredicate.SpanCount(ofTraces(1), pick(ORDERING), random.nextInt(5));
            case 5:
                return traceComparison();
            case 6:
                PlainSpan span = spanOrNull();
                boolean name = random.nextBoolean();
                String text = span == null ? "x" : name ? span.name() : span.service();
                return new TracePredicate.Root(
                        name ? TracePredicate.Root.Property.NAME : TracePredicate.Root.Property.SERVICE,
                        pick(ORDERING),
                        text);
            case 7:
                return new TracePredicate.All(List.of(predicate(depth - 1), predicate(depth - 1)));
            case 8:
                return new TracePredicate.Any(List.of(predicate(depth - 1), predicate(depth - 1)));
            default:
                return new TracePredicate.Not(predicate(depth - 1));
        }
    }

    private TracePredicate traceComparison() {
        TraceField field = pick(TraceField.values());
        PlainSpan span = spanOrNull();
        long number = switch (field) {
            case START, ROOT_START -> span == null ? 0 : span.start();
            case END -> span == null ? 0 : span.end();
            case DURATION, ROOT_DURATION -> random.nextInt(10) * 1_000_000L - 1;
            case SPANS -> random.nextInt(12);
            case ERRORS -> random.nextInt(3);
        };
        return new TracePredicate.Comparison(field, pick(ORDERING), number);
    }

    /** A random condition that may ask what a span has by its trace. */
    SpanCondition ofTraces(int depth) {
        tracesKnown = true;
        try {
            return condition(depth);
        } finally {
            tracesKnown = false;
        }
    }

    /** A random condition nested up to a depth. */
    public SpanCondition condition(int depth) {
        if (random.nextInt(3) == 0) {
            return sets.relation(depth);
        }
        if (depth > 0 && random.nextInt(10) == 0) {
            AttributeLevel level = random.nextBoolean() ? AttributeLevel.EVENT : AttributeLevel.LINK;
            return new SpanCondition.AnyElement(level, condition(depth - 1));
        }
        int choice = random.nextInt(depth == 0 ? 6 : 10);
        if (choice == 0) {
            return new SpanCondition.Exists(operand());
        }
        if (choice < 6) {
            return comparison();
        }
        if (choice < 8) {
            return new SpanCondition.All(conditions(depth - 1));
        }
        return choice == 8 ? new SpanCondition.Any(conditions(depth - 1)) : new SpanCondition.Not(condition(depth - 1));
    }

    private List<SpanCondition> conditions(int depth) {
        List<SpanCondition> conditions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            conditions.add(condition(depth));
        }
        return conditions;
    }

    private SpanCondition comparison() {
        Operand operand = random.nextInt(3) == 0 ? usualOperand() : operand();
        PlainSpan span = spanOrNull();
        List<Literal> literals = literals(operand, span);
        Literal literal = literals.isEmpty() || random.nextInt(6) == 0
                ? literal()
                : literals.get(random.nextInt(literals.size()));
        if (literal instanceof Literal.Whole && random.nextInt(4) == 0) {
            literal = new Literal.Numeric(((Literal.Whole) literal).value() + (random.nextBoolean() ? 0 : 0.5));
        }
        if (literal instanceof Literal.Text && random.nextInt(3) == 0) {
            return textComparison(operand, ((Literal.Text) literal).value());
        }
        return new SpanCondition.Comparison(operand, random.nextBoolean() ? Operator.EQUAL : pick(ORDERING), literal);
    }

    /** Values of an operand on a span, as if it were alone in its trace. */
    private static List<Literal> literals(Operand operand, PlainSpan span) {
        return span == null ? List.of() : OracleConditions.literals(operand, span);
    }

    /** A value to compare an operand's values with. */
    Literal literalFor(Operand operand) {
        List<Literal> literals = literals(operand, spanOrNull());
        return literals.isEmpty() || random.nextInt(6) == 0 ? literal() : literals.get(random.nextInt(literals.size()));
    }

    private SpanCondition textComparison(Operand operand, String text) {
        int whole = text.codePointCount(0, text.length());
        String start = text.substring(0, text.offsetByCodePoints(0, whole == 0 ? 0 : random.nextInt(whole + 1)));
        int choice = random.nextInt(3);
        if (choice == 0) {
            return new SpanCondition.Comparison(operand, Operator.STARTS_WITH, new Literal.Text(start));
        }
        if (choice == 1) {
            return new SpanCondition.Comparison(operand, Operator.CONTAINS, new Literal.Text(start));
        }
        // Only letters, so that both engines of regular expressions read the pattern alike.
        String letters = start.replaceAll("[^a-zA-Z]", "");
        return new SpanCondition.Comparison(operand, Operator.MATCHES, new Literal.Text("(?s)" + letters + ".*"));
    }

    private Literal literal() {
        switch (random.nextInt(6)) {
            case 0:
                return new Literal.Text("gold");
            case 1:
                return new Literal.Whole(random.nextInt(4) - 1);
            case 2:
                return new Literal.Decimal(random.nextInt(20) == 0 ? Double.NaN : random.nextInt(6) / 2.0);
            case 3:
                return new Literal.Numeric(random.nextInt(6) / 2.0);
            case 4:
                return new Literal.Truth(random.nextBoolean());
            default:
                return new Literal.Bytes(new byte[] {(byte) random.nextInt(3), 7});
        }
    }

    Operand usualOperand() {
        switch (random.nextInt(5)) {
            case 0:
                return new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");
            case 1:
                return new Operand.Field(SpanField.NAME);
            case 2:
                return new Operand.Field(SpanField.STATUS_CODE);
            case 3:
                return new Operand.Field(SpanField.DURATION);
            default:
                return new Operand.Field(SpanField.KIND);
        }
    }

    /** An operand that some span has, as a rule. */
    public Operand operand() {
        int choice = random.nextInt(12);
        if (choice == 0) {
            return new Operand.ExceptionFingerprint();
        }
        if (choice == 10) {
            return new Operand.SpanOrResource(random.nextBoolean() ? "tier" : "host.cpus");
        }
        if (choice == 11) {
            return tracesKnown ? new Operand.InTrace(pick(TraceProperty.values())) : new Operand.AsText(operand());
        }
        if (choice < 5) {
            return new Operand.Field(pick(SpanField.values()));
        }
        AttributeLevel level = pick(AttributeLevel.values());
        PlainSpan span = spanOrNull();
        List<PlainSpan.Attribute> attributes = span == null ? List.of() : OracleConditions.attributes(level, span);
        String key = attributes.isEmpty()
                ? "tier"
                : attributes.get(random.nextInt(attributes.size())).key();
        Operand.Attribute attribute = new Operand.Attribute(level, key);
        if (random.nextInt(8) > 0) {
            return attribute;
        }
        Operand some = new Operand.OfTypes(attribute, EnumSet.of(pick(ValueType.values()), ValueType.STRING));
        return random.nextBoolean() ? some : new Operand.AsText(some);
    }

    private PlainSpan span() {
        return oracle.spans().get(random.nextInt(oracle.spans().size()));
    }

    private PlainSpan spanOrNull() {
        return oracle.spans().isEmpty() ? null : span();
    }

    <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
