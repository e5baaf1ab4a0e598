package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * A predicate on traces made ready. The conditions on spans in it, each once, are what a scan gathers facts about; the
 * rest is decided on the facts. Immutable, shared by all units of work of a query.
 */
final class PreparedPredicate {
    /** Most different conditions on spans: a fact of each is held for every trace looked at. */
    static final int CONDITIONS_MAX = 64;

    /** Deepest nesting. */
    static final int DEPTH_MAX = 200;

    /** A test of the root span. */
    record RootTest(int number, TracePredicate.Root.Property property, TextTest test) {}

    private final List<PreparedCondition> conditions;
    private final List<PreparedExpression> expressions;
    private final List<PreparedSlot> slots;
    private final List<RootTest> rootTests = new ArrayList<>();
    private final long[] countsMax;
    private final boolean usesTree;
    private final boolean usesTrace;
    private final boolean assembles;
    private final Node root;
    private final List<PreparedPipeline> pipelines = new ArrayList<>();
    private final int setExpressions;
    private final boolean only;
    private final List<Integer> extras = new ArrayList<>();

    /**
     * Makes a predicate ready.
     *
     * @throws StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    PreparedPredicate(TracePredicate predicate) {
        this(predicate, List.of());
    }

    /**
     * Makes a predicate ready, and operands whose values will be read of some spans.
     *
     * @throws StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    PreparedPredicate(TracePredicate predicate, List<Operand> operands) {
        PredicatePreparation preparation = new PredicatePreparation();
        root = prepare(predicate, preparation, 0);
        only = isOnly(predicate);
        setExpressions = preparation.expressions().size();
        for (Operand operand : operands) {
            extras.add(preparation.expression(new Expression.Value(operand)));
        }
        conditions = preparation.conditions();
        expressions = preparation.expressions();
        slots = preparation.slots();
        countsMax = preparation.countsMax();
        usesTree = preparation.usesTree();
        usesTrace = preparation.usesTrace();
        assembles = !pipelines.isEmpty() || usesTrace;
    }

    /** Whether a predicate asks for any span that meets a condition and nothing else. */
    private static boolean isOnly(TracePredicate predicate) {
        return predicate instanceof TracePredicate.AnySpan
                || predicate instanceof TracePredicate.All
                        && ((TracePredicate.All) predicate).predicates().size() == 1
                        && isOnly(((TracePredicate.All) predicate).predicates().get(0));
    }

    /** The condition that any span must meet, if the predicate asks for nothing else; else negative. */
    int onlyCondition() {
        return only ? 0 : -1;
    }

    /** The conditions on spans, by number. */
    List<PreparedCondition> conditions() {
        return conditions;
    }

    /** The expressions, by number. */
    List<PreparedExpression> expressions() {
        return expressions;
    }

    /** How many of the expressions, from the first on, pipelines ask for on all spans of a trace. */
    int setExpressions() {
        return setExpressions;
    }

    /** The numbers of the expressions of the operands, in their order. */
    List<Integer> extras() {
        return extras;
    }

    /** Its pipelines, in their order. */
    List<PreparedPipeline> pipelines() {
        return pipelines;
    }

    /** What the expressions look at. */
    List<PreparedSlot> slots() {
        return slots;
    }

    /**
     * Whether a trace with more than one fragment must be put together to be decided: because of a pipeline, or of a
     * condition that asks what a span has by its trace. Otherwise counts of its fragments add up.
     */
    boolean assembles() {
        return assembles;
    }

    /** Whether conditions ask what spans have by their traces, so that a fragment cannot answer them. */
    boolean usesTrace() {
        return usesTrace;
    }

    /** Whether the trees of traces are looked at. */
    boolean usesTree() {
        return usesTree;
    }

    /** The count from which on further spans that meet a condition change nothing. */
    long countMax(int condition) {
        return countsMax[condition];
    }

    /** Number of tests of roots. */
    int rootTests() {
        return rootTests.size();
    }

    /** Decides, as far as the input is known: {@link PredicateInput#NO}, YES or UNKNOWN. */
    int decide(PredicateInput input) {
        return root.decide(input);
    }

    private interface Node {
        int decide(PredicateInput input);
    }

    private Node prepare(TracePredicate predicate, PredicatePreparation preparation, int depth) {
        preparation.requireDepth(depth);
        if (predicate instanceof TracePredicate.AnySpan) {
            int condition = preparation.condition(((TracePredicate.AnySpan) predicate).condition(), 1);
            return input -> relation(input.count(condition), Operator.GREATER, 0);
        }
        if (predicate instanceof TracePredicate.SpanCount) {
            TracePredicate.SpanCount count = (TracePredicate.SpanCount) predicate;
            Relations.requireOrdering(count.operator(), "a number of spans");
            int condition = preparation.condition(count.condition(), Math.max(0, saturatedNext(count.number())));
            return input -> relation(input.count(condition), count.operator(), count.number());
        }
        if (predicate instanceof TracePredicate.Comparison) {
            TracePredicate.Comparison comparison = (TracePredicate.Comparison) predicate;
            TraceField field = comparison.field();
            Relations.requireOrdering(comparison.operator(), "trace field " + field);
            return input -> input.compare(field, comparison.operator(), comparison.number());
        }
        if (predicate instanceof TracePredicate.Root) {
            TracePredicate.Root condition = (TracePredicate.Root) predicate;
            RootTest test = new RootTest(
                    rootTests.size(), condition.property(), TextTest.of(condition.operator(), condition.text()));
            rootTests.add(test);
            return input -> input.root(test);
        }
        if (predicate instanceof TracePredicate.Not) {
            Node part = prepare(((TracePredicate.Not) predicate).predicate(), preparation, depth + 1);
            return input -> negation(part.decide(input));
        }
        if (predicate instanceof TracePredicate.Spans) {
            PreparedPipeline pipeline =
                    new PreparedPipeline(((TracePredicate.Spans) predicate).pipeline(), preparation, depth);
            pipelines.add(pipeline);
            return input -> input.pipeline(pipeline);
        }
        boolean all = predicate instanceof TracePredicate.All;
        List<TracePredicate> predicates =
                all ? ((TracePredicate.All) predicate).predicates() : ((TracePredicate.Any) predicate).predicates();
        Node[] parts = new Node[predicates.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = prepare(predicates.get(i), preparation, depth + 1);
        }
        return all ? input -> all(parts, input) : input -> any(parts, input);
    }

    /** More than a number says nothing new in any relation to it. */
    private static long saturatedNext(long number) {
        return number == Long.MAX_VALUE ? number : number + 1;
    }

    private static int relation(long count, Operator operator, long number) {
        if (count < 0) {
            return PredicateInput.UNKNOWN;
        }
        return Relations.holds(operator, Long.compare(count, number)) ? PredicateInput.YES : PredicateInput.NO;
    }

    private static int negation(int decision) {
        return decision == PredicateInput.UNKNOWN ? PredicateInput.UNKNOWN : 1 - decision;
    }

    private static int all(Node[] parts, PredicateInput input) {
        int decision = PredicateInput.YES;
        for (Node part : parts) {
            int next = part.decide(input);
            if (next == PredicateInput.NO) {
                return PredicateInput.NO;
            }
            if (next == PredicateInput.UNKNOWN) {
                decision = PredicateInput.UNKNOWN;
            }
        }
        return decision;
    }

    private static int any(Node[] parts, PredicateInput input) {
        int decision = PredicateInput.NO;
        for (Node part : parts) {
            int next = part.decide(input);
            if (next == PredicateInput.YES) {
                return PredicateInput.YES;
            }
            if (next == PredicateInput.UNKNOWN) {
                decision = PredicateInput.UNKNOWN;
            }
        }
        return decision;
    }
}
