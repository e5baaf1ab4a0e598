package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.ComparePlan;
import io.spanhouse.query.traceql.ConditionTranslation;
import io.spanhouse.query.traceql.FieldExpression;
import io.spanhouse.query.traceql.SearchPlan;
import io.spanhouse.query.traceql.TraceQuery;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The series of {@code compare()}: for every attribute that spans have, and for those intrinsics that tell spans apart, the
 * values that most spans of the selection have and those that most of the baseline have, each with its count, and how many
 * spans have the attribute at all. Where there are more values than are listed, one series without points says so. For one
 * request.
 */
final class ComparedSeries {
    /** Most attributes of one answer, those on most spans first. */
    static final int ATTRIBUTES_MAX = 1_000;

    private static final String TYPE = "__meta_type";
    private static final Series.Label TOO_MANY =
            new Series.Label("__meta_error", new Literal.Text("__too_many_values__"));
    private static final Literal NIL = new Literal.Text("nil");
    private static final List<String> NUMBERED = List.of("kind", "status");
    private static final List<String> TEXTS =
            List.of("name", "statusMessage", "event:name", "instrumentation:name", "instrumentation:version");

    private final TraceStore store;
    private final Exchange exchange;
    private final MetricsWindow window;
    private final ComparePlan plan;
    private final ComparedCounts counts;
    private final List<Series> series = new ArrayList<>();
    private long values;

    ComparedSeries(TraceStore store, Exchange exchange, MetricsWindow window, ComparePlan plan) {
        this.store = store;
        this.exchange = exchange;
        this.window = window;
        this.plan = plan;
        this.counts = new ComparedCounts(store, exchange, window, plan);
    }

    /** Whether all spans and attributes were counted. */
    Completeness completeness() {
        return counts.completeness();
    }

    /** All series, once. */
    List<Series> series() {
        NUMBERED.forEach(name -> intrinsic(name, SpanCondition.EVERY));
        for (String name : TEXTS) {
            Operand operand = ConditionTranslation.operand(TraceQuery.identifier(name));
            intrinsic(name, new SpanCondition.Comparison(operand, Operator.NOT_EQUAL, new Literal.Text("")));
        }
        attributes()
                .forEach((label, operand) ->
                        compare(label, operand, new SpanCondition.Exists(operand), Comparison.PLAIN));
        return series;
    }

    /** How a value is shown. */
    @FunctionalInterface
    private interface Comparison {
        Comparison PLAIN = value -> value;

        Literal shown(Literal value);
    }

    private void intrinsic(String name, SpanCondition condition) {
        FieldExpression expression = TraceQuery.identifier(name);
        compare(
                name,
                ConditionTranslation.operand(expression),
                condition,
                value -> SearchPlan.shown(expression, value));
    }

    /** Attributes in use by their names in TraceQL. */
    private Map<String, Operand> attributes() {
        AttributeKeysAnswer keys = store.attributeKeys(
                new AttributeKeysRequest(
                        exchange.project(),
                        window.window(),
                        plan.spans().condition(),
                        ATTRIBUTES_MAX,
                        exchange.visibility()),
                exchange.control());
        counts.incomplete(keys.completeness());
        Map<String, Operand> attributes = new LinkedHashMap<>();
        for (AttributeKeysAnswer.KeyCount key : keys.keys()) {
            attributes.put(
                    TagNames.scope(key.level()) + "." + key.key(), new Operand.Attribute(key.level(), key.key()));
        }
        return attributes;
    }

    private void compare(String label, Operand operand, SpanCondition condition, Comparison comparison) {
        if (exchange.control().exhausted() != Completeness.Reason.COMPLETE) {
            counts.incomplete(
                    new Completeness(exchange.control().exhausted(), List.of("the attributes from " + label + " on")));
            return;
        }
        ComparedCounts.Counted total = counts.total(condition);
        if (total == null) {
            return;
        }
        List<ComparedCounts.Counted> byValue = counts.byValue(condition, operand);
        boolean tooMany = false;
        for (boolean selection : new boolean[] {false, true}) {
            List<ComparedCounts.Counted> listed = new ArrayList<>();
            for (ComparedCounts.Counted counted : byValue) {
                if (counted.value() != null && counted.spans(selection) > 0) {
                    listed.add(counted);
                }
            }
            listed.sort(Comparator.comparingLong(counted -> -counted.spans(selection)));
            tooMany |= listed.size() > plan.valuesMax();
            String type = selection ? "selection" : "baseline";
            for (ComparedCounts.Counted counted : listed.subList(0, Math.min(listed.size(), plan.valuesMax()))) {
                Literal value = counted.value();
                add(type, label, value == null ? NIL : comparison.shown(value), counted.points(selection));
            }
            if (total.spans(selection) > 0) {
                add(type + "_total", label, NIL, total.points(selection));
            }
        }
        if (tooMany) {
            double[] none = new double[window.count()];
            Arrays.fill(none, Double.NaN);
            series.add(new Series(List.of(TOO_MANY, new Series.Label(label, NIL)), none, List.of()));
        }
    }

    private void add(String type, String label, Literal value, double[] points) {
        values += points.length;
        if (values > GroupSeries.VALUES_MAX) {
            throw HttpFailure.badRequest("the comparison has over " + GroupSeries.VALUES_MAX
                    + " points, expected fewer: a larger step, a shorter range or fewer values");
        }
        series.add(new Series(
                List.of(new Series.Label(TYPE, new Literal.Text(type)), new Series.Label(label, value)),
                points,
                List.of()));
    }
}
