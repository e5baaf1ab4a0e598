package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.traceql.AggregatePlan;
import io.spanhouse.query.traceql.ComparePlan;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts spans by the values of one attribute, all of them and those of the selection. That is one question to the store where
 * the selection is told by a condition on its spans, and two where it is told by one on their traces. For one request.
 */
final class ComparedCounts {
    private final TraceStore store;
    private final Exchange exchange;
    private final MetricsWindow window;
    private final ComparePlan plan;
    private final boolean sameTraces;
    private Completeness completeness = Completeness.COMPLETE;

    ComparedCounts(TraceStore store, Exchange exchange, MetricsWindow window, ComparePlan plan) {
        this.store = store;
        this.exchange = exchange;
        this.window = window;
        this.plan = plan;
        this.sameTraces = plan.differsBySpansAlone();
    }

    /** Whether everything was counted. */
    Completeness completeness() {
        return completeness;
    }

    /** Notes that something was not counted. */
    void incomplete(Completeness found) {
        completeness = completeness.complete() ? found : completeness;
    }

    /** Spans with one value, or with any. */
    final class Counted {
        private final @Nullable Literal value;
        private final AggregateAnswer.@Nullable Group all;
        private final AggregateAnswer.@Nullable Group selected;
        private final int measure;

        private Counted(
                @Nullable Literal value,
                AggregateAnswer.@Nullable Group all,
                AggregateAnswer.@Nullable Group selected,
                int measure) {
            this.value = value;
            this.all = all;
            this.selected = selected;
            this.measure = measure;
        }

        @Nullable
        Literal value() {
            return value;
        }

        /** Spans of the selection, or of the baseline, over the whole window. */
        long spans(boolean selection) {
            long inside = selected == null ? 0 : selected.whole(measure);
            return selection ? inside : (all == null ? 0 : all.whole(0)) - inside;
        }

        /** The same, step by step. */
        double[] points(boolean selection) {
            double[] points = new double[window.count()];
            if (!selection && all != null) {
                add(points, all, 0, 1);
            }
            if (selected != null) {
                add(points, selected, measure, selection ? 1 : -1);
            }
            return points;
        }

        private void add(double[] points, AggregateAnswer.Group group, int which, int sign) {
            if (window.steps() == null) {
                points[0] += sign * group.whole(which);
                return;
            }
            for (AggregateAnswer.Cell cell : group.cells()) {
                if (cell.figures().get(which) instanceof Figure.Whole whole) {
                    points[cell.step()] += sign * whole.value();
                }
            }
        }
    }

    /** The spans that also meet a condition, as one; null if there are none. */
    @Nullable
    Counted total(SpanCondition condition) {
        List<Counted> counted = counted(condition, List.of());
        return counted.isEmpty() ? null : counted.get(0);
    }

    /** The spans that also meet a condition, by the values of an operand, those of most spans first. */
    List<Counted> byValue(SpanCondition condition, Operand operand) {
        return counted(condition, List.of(operand));
    }

    private List<Counted> counted(SpanCondition condition, List<Operand> by) {
        List<Measure> measures = new ArrayList<>();
        measures.add(new Measure.Count());
        if (sameTraces) {
            measures.add(new Measure.CountOf(plan.selection().condition()));
        }
        AggregateAnswer all = ask(plan.spans(), condition, by, measures);
        List<Counted> counted = new ArrayList<>();
        if (sameTraces) {
            for (AggregateAnswer.Group group : all.groups()) {
                counted.add(new Counted(value(group), group, group, 1));
            }
            return counted;
        }
        Map<@Nullable Literal, AggregateAnswer.Group> selected = new HashMap<>();
        for (AggregateAnswer.Group group :
                ask(plan.selection(), condition, by, measures).groups()) {
            selected.put(value(group), group);
        }
        for (AggregateAnswer.Group group : all.groups()) {
            counted.add(new Counted(value(group), group, selected.get(value(group)), 0));
        }
        return counted;
    }

    private static @Nullable Literal value(AggregateAnswer.Group group) {
        return group.key().isEmpty() ? null : group.key().get(0);
    }

    private AggregateAnswer ask(
            AggregatePlan spans, SpanCondition condition, List<Operand> by, List<Measure> measures) {
        AggregateRequest request = AggregateRequest.of(
                exchange.project(),
                window.window(),
                new SpanCondition.All(List.of(spans.condition(), condition)),
                exchange.visibility());
        AggregateAnswer answer =
                store.aggregate(spans.in(request).by(by).in(window.steps()).measuring(measures), exchange.control());
        incomplete(answer.completenessOfList());
        return answer;
    }
}
