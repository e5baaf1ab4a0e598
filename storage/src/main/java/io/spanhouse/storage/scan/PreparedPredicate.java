package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.model.FailureKind;
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

    private final List<PreparedCondition> conditions = new ArrayList<>();
    private final List<RootTest> rootTests = new ArrayList<>();
    private final List<SpanCondition> sources = new ArrayList<>();
    private final long[] countsMax = new long[CONDITIONS_MAX];
    private final Node root;

    /**
     * Makes a predicate ready.
     *
     * @throws StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    PreparedPredicate(TracePredicate predicate) {
        root = prepare(predicate, 0);
    }

    /** The conditions on spans, by number. */
    List<PreparedCondition> conditions() {
        return conditions;
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

    private Node prepare(TracePredicate predicate, int depth) {
        if (depth > DEPTH_MAX) {
            throw new StoreException(FailureKind.BAD_INPUT, "predicate is nested deeper than " + DEPTH_MAX + " levels");
        }
        if (predicate instanceof TracePredicate.AnySpan) {
            int condition = condition(((TracePredicate.AnySpan) predicate).condition(), 1);
            return input -> relation(input.count(condition), Operator.GREATER, 0);
        }
        if (predicate instanceof TracePredicate.SpanCount) {
            TracePredicate.SpanCount count = (TracePredicate.SpanCount) predicate;
            Relations.requireOrdering(count.operator(), "a number of spans");
            int condition = condition(count.condition(), Math.max(0, saturatedNext(count.number())));
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
            Node part = prepare(((TracePredicate.Not) predicate).predicate(), depth + 1);
            return input -> negation(part.decide(input));
        }
        boolean all = predicate instanceof TracePredicate.All;
        List<TracePredicate> predicates =
                all ? ((TracePredicate.All) predicate).predicates() : ((TracePredicate.Any) predicate).predicates();
        Node[] parts = new Node[predicates.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = prepare(predicates.get(i), depth + 1);
        }
        return all ? input -> all(parts, input) : input -> any(parts, input);
    }

    /** More than a number says nothing new in any relation to it. */
    private static long saturatedNext(long number) {
        return number == Long.MAX_VALUE ? number : number + 1;
    }

    private int condition(SpanCondition condition, long countMax) {
        int known = sources.indexOf(condition);
        if (known >= 0) {
            countsMax[known] = Math.max(countsMax[known], countMax);
            return known;
        }
        if (sources.size() == CONDITIONS_MAX) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "predicate has more than " + CONDITIONS_MAX + " different conditions on spans");
        }
        countsMax[sources.size()] = countMax;
        sources.add(condition);
        conditions.add(PreparedCondition.of(condition));
        return sources.size() - 1;
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
