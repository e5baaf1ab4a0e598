package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceAnswer.KeyDifference;
import io.spanhouse.storage.filter.DifferenceAnswer.ValueDifference;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.ShareDifference;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets selected spans against the rest, attribute by attribute: one aggregate each, all on the same views, so that their
 * counts go together though spans arrive meanwhile. Of an attribute with more than {@link #GROUPS_MAX} values those are looked
 * at that most selected spans have, and those that most others have; the answer says how much any other can differ at most.
 * Costs an aggregate for each attribute and holds the groups of one at a time. Good for one run.
 */
final class PopulationDifference {
    /** Most values of an attribute that are looked at from either side. */
    static final int GROUPS_MAX = 10_000;

    private static final int SELECTED = 0;
    private static final int REST = 1;
    private static final Comparator<ValueDifference> MOST_DIFFERENT_VALUE = Comparator.comparingDouble(
                    (ValueDifference value) -> value.shares().sure())
            .thenComparingDouble(value -> value.shares().difference())
            .thenComparingLong(
                    value -> value.shares().selected() + value.shares().rest())
            .reversed();
    private static final Comparator<KeyDifference> MOST_DIFFERENT_KEY = Comparator.comparingDouble(KeyDifference::sure)
            .thenComparingDouble(PopulationDifference::largest)
            .reversed();

    private final List<ViewHolder> partitions;
    private final ScanPool pool;
    private final DifferenceRequest request;
    private final QueryControl control;
    private final Coverage coverage = new Coverage();
    private final Set<String> noted = new HashSet<>();

    PopulationDifference(List<ViewHolder> partitions, ScanPool pool, DifferenceRequest request, QueryControl control) {
        this.partitions = partitions;
        this.pool = pool;
        this.request = request;
        this.control = control;
    }

    DifferenceAnswer run() {
        try (HeldViews views = HeldViews.acquire(partitions)) {
            views.noteDamage(request.project(), coverage);
            TraceIdSet traces = request.traces().equals(TracePredicate.EVERY)
                    ? null
                    : MatchingTraces.find(counted(), views, pool, coverage, control);
            AggregateAnswer totals = aggregate(counted(), views, traces);
            note(totals.completeness());
            long selected =
                    totals.groups().isEmpty() ? 0 : totals.groups().get(0).whole(SELECTED);
            long rest = totals.groups().isEmpty() ? 0 : totals.groups().get(0).whole(REST);
            List<Operand> operands =
                    request.operands().isEmpty() ? operands(views, selected, rest) : request.operands();
            List<KeyDifference> keys = new ArrayList<>();
            int compared = 0;
            for (Operand operand : operands.subList(0, Math.min(request.limits().compared(), operands.size()))) {
                KeyDifference key = compare(operand, views, traces, new long[] {selected, rest});
                if (ended()) {
                    break;
                }
                compared++;
                if (key != null) {
                    keys.add(key);
                }
            }
            noteUncompared(compared, operands.size());
            keys.sort(MOST_DIFFERENT_KEY);
            return new DifferenceAnswer(
                    selected,
                    rest,
                    keys.subList(0, Math.min(request.limits().keys(), keys.size())),
                    compared,
                    operands.size(),
                    coverage.completeness(),
                    control.statistics());
        }
    }

    private static double largest(KeyDifference key) {
        return key.values().isEmpty()
                ? 0
                : Math.abs(key.values().get(0).shares().difference());
    }

    private boolean ended() {
        return control.exhausted() != Completeness.Reason.COMPLETE;
    }

    /** Notes what an aggregate did not cover; the same for many of them is said once. */
    private void note(Completeness found) {
        for (String sentence : found.missing()) {
            if (noted.add(sentence)) {
                coverage.miss(found.reason(), sentence);
            }
        }
    }

    private void noteUncompared(int compared, int operands) {
        if (ended()) {
            coverage.miss(
                    control.exhausted(), "of " + operands + " attributes and fields " + compared + " were compared");
        } else if (compared < operands) {
            coverage.miss(
                    Completeness.Reason.LIMIT,
                    "there are " + operands + " attributes and fields, of which the " + compared
                            + " with the greatest shares were compared");
        }
    }

    /** Both populations counted, not in groups. */
    private AggregateRequest counted() {
        return AggregateRequest.of(request.project(), request.window(), request.condition(), request.visibility())
                .ofTraces(request.traces())
                .measuring(List.of(
                        new Measure.CountOf(request.selected()),
                        new Measure.CountOf(new SpanCondition.Not(request.selected()))));
    }

    private AggregateAnswer aggregate(AggregateRequest aggregate, HeldViews views, @Nullable TraceIdSet traces) {
        return new Aggregation(partitions, pool, aggregate, control).run(views, traces);
    }

    /** An operand's values; null if no span has one, or if they are too many. */
    private @Nullable KeyDifference compare(
            Operand operand, HeldViews views, @Nullable TraceIdSet traces, long[] totals) {
        AggregateRequest grouped = counted().by(List.of(operand));
        AggregateAnswer bySelected = aggregate(grouped.ranked(new Ranking(SELECTED, true, GROUPS_MAX)), views, traces);
        Map<@Nullable Literal, ValueDifference> values = new LinkedHashMap<>();
        boolean usable = take(operand, bySelected, values, totals);
        double unlistedMost = 0;
        if (usable && bySelected.cut()) {
            AggregateAnswer byRest = aggregate(grouped.ranked(new Ranking(REST, true, GROUPS_MAX)), views, traces);
            usable = take(operand, byRest, values, totals);
            unlistedMost = Math.max(
                    share(lastOf(bySelected, SELECTED), totals[SELECTED]), share(lastOf(byRest, REST), totals[REST]));
        }
        boolean nothing = values.size() == 1 && values.containsKey(null);
        if (!usable || values.isEmpty() || nothing) {
            return null;
        }
        List<ValueDifference> ranked = new ArrayList<>(values.values());
        ranked.sort(MOST_DIFFERENT_VALUE);
        return new KeyDifference(
                operand,
                ranked.subList(0, Math.min(request.limits().values(), ranked.size())),
                bySelected.groupsTotal(),
                unlistedMost);
    }

    private static long lastOf(AggregateAnswer answer, int measure) {
        return answer.groups().isEmpty()
                ? 0
                : answer.groups().get(answer.groups().size() - 1).whole(measure);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }

    /** Takes groups; false if they are not all that there are, because a limit of groups ended the count. */
    private boolean take(
            Operand operand, AggregateAnswer answer, Map<@Nullable Literal, ValueDifference> into, long[] totals) {
        if (answer.completeness().reason() == Completeness.Reason.LIMIT) {
            coverage.miss(
                    Completeness.Reason.LIMIT,
                    "the values of " + operand + " are not compared: "
                            + String.join("; ", answer.completeness().missing()));
            return false;
        }
        note(answer.completeness());
        for (AggregateAnswer.Group group : answer.groups()) {
            Literal value = group.key().get(0);
            into.put(
                    value,
                    new ValueDifference(
                            value,
                            new ShareDifference(
                                    group.whole(SELECTED), totals[SELECTED], group.whole(REST), totals[REST])));
        }
        return true;
    }

    /** Fields first, then attributes by the greater of their shares of the two populations. */
    private List<Operand> operands(HeldViews views, long selected, long rest) {
        Map<Operand, Double> shares = new LinkedHashMap<>();
        addShares(views, request.selected(), selected, shares);
        addShares(views, new SpanCondition.Not(request.selected()), rest, shares);
        List<Map.Entry<Operand, Double>> attributes = new ArrayList<>(shares.entrySet());
        attributes.sort(Map.Entry.<Operand, Double>comparingByValue().reversed());
        List<Operand> operands = new ArrayList<>(DifferenceRequest.FIELDS);
        attributes.forEach(attribute -> operands.add(attribute.getKey()));
        return operands;
    }

    private void addShares(HeldViews views, SpanCondition population, long total, Map<Operand, Double> into) {
        AttributeKeysRequest keys = new AttributeKeysRequest(
                request.project(),
                request.window(),
                new SpanCondition.All(List.of(request.condition(), population)),
                AttributeKeys.KEYS_MAX,
                request.visibility());
        AttributeKeysAnswer answer = new AttributeKeys(partitions, pool).run(keys, views, control);
        note(answer.completeness());
        for (AttributeKeysAnswer.KeyCount key : answer.keys()) {
            into.merge(new Operand.Attribute(key.level(), key.key()), share(key.spans(), total), Math::max);
        }
    }
}
