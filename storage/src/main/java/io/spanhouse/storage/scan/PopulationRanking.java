package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.DifferenceAnswer.KeyDifference;
import io.spanhouse.storage.filter.DifferenceAnswer.ValueDifference;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.ShareDifference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ranks the values of keys by how surely the share of spans that have them differs. One a query; not thread-safe. */
final class PopulationRanking {
    private static final Comparator<ValueDifference> MOST_DIFFERENT = Comparator.comparingDouble(
                    (ValueDifference value) -> -value.shares().sure())
            .thenComparingDouble(value -> -value.shares().difference())
            .thenComparingLong(
                    value -> -value.shares().selected() - value.shares().rest())
            .thenComparingLong(value -> -value.shares().selected())
            .thenComparing((one, other) -> LiteralOrder.compare(one.value(), other.value()));

    /** Gives the true numbers of spans that have a value: the selected ones and the others. */
    interface Recount {
        List<ShareDifference> of(Operand operand, List<Literal> values);
    }

    private final long selectedTotal;
    private final long restTotal;
    private final int valuesMax;
    private final Recount recount;

    /**
     * A ranking.
     *
     * @param valuesMax most values of a key that are listed
     * @param recount counts again what was forgotten for a while
     */
    PopulationRanking(long selectedTotal, long restTotal, int valuesMax, Recount recount) {
        this.selectedTotal = selectedTotal;
        this.restTotal = restTotal;
        this.valuesMax = valuesMax;
        this.recount = recount;
    }

    /** How a key differs; null if no span has a value of it. */
    @Nullable
    KeyDifference of(Operand operand, KeyPopulations key) {
        ValueCounts values = key.values();
        if (values.size() == 0) {
            return null;
        }
        PriorityQueue<ValueDifference> leastFirst = new PriorityQueue<>(valuesMax + 1, MOST_DIFFERENT.reversed());
        List<Literal> uncertain = new ArrayList<>();
        double unlisted = share(values.missedSelected(), values.missedRest());
        Set<Integer> candidates = candidates(values);
        long absentSelected = selectedTotal - key.selected();
        long absentRest = restTotal - key.rest();
        boolean anyAbsent = absentSelected + absentRest > 0;
        if (anyAbsent) {
            offer(leastFirst, new ValueDifference(null, shares(absentSelected, absentRest)));
        }
        for (int value = 0; value < values.size(); value++) {
            if (values.exact(value)) {
                offer(leastFirst, values, value);
            } else if (candidates.contains(value)) {
                uncertain.add(values.literal(value));
            } else {
                unlisted = Math.max(unlisted, shareMost(values, value));
            }
        }
        if (!uncertain.isEmpty()) {
            List<ShareDifference> counted = recount.of(operand, uncertain);
            for (int i = 0; i < uncertain.size(); i++) {
                offer(leastFirst, new ValueDifference(uncertain.get(i), counted.get(i)));
            }
        }
        List<ValueDifference> listed = new ArrayList<>(leastFirst);
        listed.sort(MOST_DIFFERENT);
        return new KeyDifference(operand, listed, values.sizeLeast() + (anyAbsent ? 1 : 0), unlisted);
    }

    /** The values that must be counted again: those with the greatest shares that are not exact. */
    private Set<Integer> candidates(ValueCounts values) {
        PriorityQueue<Integer> least =
                new PriorityQueue<>(Comparator.comparingDouble(value -> shareMost(values, value)));
        for (int value = 0; value < values.size(); value++) {
            if (!values.exact(value)) {
                least.add(value);
                if (least.size() > valuesMax) {
                    least.remove();
                }
            }
        }
        return new HashSet<>(least);
    }

    private double shareMost(ValueCounts values, int value) {
        return share(values.selected(value) + values.missedSelected(), values.rest(value) + values.missedRest());
    }

    private double share(long selected, long rest) {
        return Math.max(KeyPopulations.share(selected, selectedTotal), KeyPopulations.share(rest, restTotal));
    }

    private ShareDifference shares(long selected, long rest) {
        return new ShareDifference(selected, selectedTotal, rest, restTotal);
    }

    /** Takes an exact value; its text is read only if it may be listed. */
    private void offer(PriorityQueue<ValueDifference> leastFirst, ValueCounts values, int value) {
        ShareDifference shares = shares(values.selected(value), values.rest(value));
        ValueDifference last = leastFirst.size() == valuesMax ? leastFirst.peek() : null;
        if (last == null || shares.sure() >= last.shares().sure()) {
            offer(leastFirst, new ValueDifference(values.literal(value), shares));
        }
    }

    private void offer(PriorityQueue<ValueDifference> leastFirst, ValueDifference value) {
        leastFirst.add(value);
        if (leastFirst.size() > valuesMax) {
            leastFirst.remove();
        }
    }
}
