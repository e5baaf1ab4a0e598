package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.ScanStatistics;
import io.spanhouse.storage.filter.ShareDifference;
import io.spanhouse.storage.filter.SpanCondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Differences of populations, each population counted by itself. */
final class OracleDifference {
    private final OracleStore oracle;
    private final DifferenceRequest request;

    OracleDifference(OracleStore oracle, DifferenceRequest request) {
        this.oracle = oracle;
        this.request = request;
    }

    DifferenceAnswer answer(ScanStatistics statistics) {
        SpanCondition rest = new SpanCondition.Not(request.selected());
        long selectedTotal = total(request.selected());
        long restTotal = total(rest);
        List<Operand> operands = request.operands();
        if (operands.isEmpty()) {
            Map<Operand, Double> shares = new LinkedHashMap<>();
            addShares(request.selected(), selectedTotal, shares);
            addShares(rest, restTotal, shares);
            operands = new ArrayList<>(DifferenceRequest.FIELDS);
            shares.entrySet().stream()
                    .sorted(Map.Entry.<Operand, Double>comparingByValue()
                            .reversed()
                            .thenComparing(entry -> ((Operand.Attribute) entry.getKey()).level())
                            .thenComparing(
                                    entry -> ((Operand.Attribute) entry.getKey()).key(),
                                    OracleConditions::compareTexts))
                    .map(Map.Entry::getKey)
                    .forEach(operands::add);
        }
        int compared = Math.min(operands.size(), request.limits().compared());
        List<DifferenceAnswer.KeyDifference> keys = new ArrayList<>();
        for (Operand operand : operands.subList(0, compared)) {
            List<DifferenceAnswer.ValueDifference> values = values(operand, selectedTotal, restTotal);
            if (values.stream().anyMatch(value -> value.value() != null)) {
                keys.add(new DifferenceAnswer.KeyDifference(
                        operand,
                        values.subList(
                                0, Math.min(values.size(), request.limits().values())),
                        values.size(),
                        0));
            }
        }
        keys.sort(Comparator.comparingDouble((DifferenceAnswer.KeyDifference key) -> -key.sure())
                .thenComparingDouble(
                        key -> -Math.abs(key.values().get(0).shares().difference())));
        return new DifferenceAnswer(
                selectedTotal,
                restTotal,
                keys.subList(0, Math.min(keys.size(), request.limits().keys())),
                compared,
                operands.size(),
                compared == operands.size()
                        ? Completeness.COMPLETE
                        : new Completeness(
                                Completeness.Reason.LIMIT, List.of((operands.size() - compared) + " are not compared")),
                statistics);
    }

    private SpanCondition both(SpanCondition population) {
        return new SpanCondition.All(List.of(population, request.condition()));
    }

    private AggregateRequest counted(SpanCondition population) {
        return AggregateRequest.of(request.project(), request.window(), both(population), request.visibility())
                .ofTraces(request.traces());
    }

    private long total(SpanCondition population) {
        List<AggregateAnswer.Group> groups = oracle.aggregate(counted(population));
        return groups.isEmpty() ? 0 : groups.get(0).whole(0);
    }

    private Map<List<Literal>, Long> counts(Operand operand, SpanCondition population) {
        Map<List<Literal>, Long> counts = new HashMap<>();
        for (AggregateAnswer.Group group : oracle.aggregate(counted(population).by(List.of(operand)))) {
            counts.put(group.key(), group.whole(0));
        }
        return counts;
    }

    /** In the order of all groups by number of selected spans, ties by key, until they are ranked. */
    private List<DifferenceAnswer.ValueDifference> values(Operand operand, long selectedTotal, long restTotal) {
        Map<List<Literal>, Long> selected = counts(operand, request.selected());
        Map<List<Literal>, Long> rest = counts(operand, new SpanCondition.Not(request.selected()));
        List<List<Literal>> order = new ArrayList<>();
        for (AggregateAnswer.Group group : oracle.aggregate(counted(SpanCondition.EVERY)
                .by(List.of(operand))
                .measuring(List.of(new Measure.CountOf(request.selected()))))) {
            order.add(group.key());
        }
        List<DifferenceAnswer.ValueDifference> values = new ArrayList<>();
        for (List<Literal> key : order) {
            values.add(new DifferenceAnswer.ValueDifference(
                    key.get(0),
                    new ShareDifference(
                            selected.getOrDefault(key, 0L), selectedTotal, rest.getOrDefault(key, 0L), restTotal)));
        }
        values.sort(Comparator.comparingDouble((DifferenceAnswer.ValueDifference value) ->
                        -value.shares().sure())
                .thenComparingDouble(value -> -value.shares().difference())
                .thenComparingLong(
                        value -> -value.shares().selected() - value.shares().rest()));
        return values;
    }

    private void addShares(SpanCondition population, long total, Map<Operand, Double> into) {
        Map<List<Object>, Long> counts = new HashMap<>();
        for (PlainSpan span : oracle.matching(counted(population), new IdentityHashMap<>())) {
            Set<List<Object>> keys = new HashSet<>();
            for (AttributeLevel level : AttributeLevel.values()) {
                OracleConditions.attributes(level, span)
                        .forEach(attribute -> keys.add(List.of(
                                new Operand.Attribute(level, attribute.key()),
                                attribute.value().type())));
            }
            keys.forEach(key -> counts.merge(key, 1L, Long::sum));
        }
        counts.forEach((key, count) -> into.merge((Operand) key.get(0), count / (double) total, Math::max));
    }
}
