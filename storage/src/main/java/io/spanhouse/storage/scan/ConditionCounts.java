package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.SpanRows;
import java.util.Arrays;

/**
 * Counts, over rows of one trace, how many meet each condition of a predicate, no further than matters. Bound to one
 * {@link SpanRows} at a time; what is remembered of its codes is lost when it is bound to another. Not thread-safe.
 */
final class ConditionCounts {
    private final PreparedPredicate predicate;
    private final SpanConditionEvaluator[] evaluators;
    private final long[] counts;
    private int unsatisfied;

    ConditionCounts(PreparedPredicate predicate, SpanRows rows) {
        this.predicate = predicate;
        int conditions = predicate.conditions().size();
        evaluators = new SpanConditionEvaluator[conditions];
        counts = new long[conditions];
        for (int i = 0; i < conditions; i++) {
            evaluators[i] =
                    new SpanConditionEvaluator(rows, predicate.conditions().get(i));
        }
        clear();
    }

    /** Counts to which those of other fragments are added, bound to no rows. */
    ConditionCounts(PreparedPredicate predicate, long[] counted) {
        this.predicate = predicate;
        evaluators = new SpanConditionEvaluator[0];
        counts = new long[counted.length];
        clear();
        for (int i = 0; i < counted.length; i++) {
            add(i, counted[i]);
        }
    }

    /** Starts another trace. */
    void clear() {
        Arrays.fill(counts, 0);
        unsatisfied = 0;
        for (int i = 0; i < counts.length; i++) {
            unsatisfied += predicate.countMax(i) > 0 ? 1 : 0;
        }
    }

    /** Whether no further row can change the decision. */
    boolean enough() {
        return unsatisfied == 0;
    }

    /** Counts one row. */
    void add(int row) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < predicate.countMax(i) && evaluators[i].test(row)) {
                add(i, 1);
            }
        }
    }

    /** Adds what was counted elsewhere of the same trace. */
    void add(int condition, long count) {
        boolean before = counts[condition] < predicate.countMax(condition);
        counts[condition] += count;
        if (before && counts[condition] >= predicate.countMax(condition)) {
            unsatisfied--;
        }
    }

    /** Adds all counts of another. */
    void addAll(ConditionCounts other) {
        for (int i = 0; i < counts.length; i++) {
            add(i, other.counts[i]);
        }
    }

    /** How many rows met a condition, exact up to what matters. */
    long count(int condition) {
        return counts[condition];
    }
}
