package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.traceql.AggregatePlan;
import io.spanhouse.query.traceql.ComparePlan;
import io.spanhouse.query.traceql.FieldExpression;
import io.spanhouse.query.traceql.MetricsExpression;
import io.spanhouse.query.traceql.MetricsFunction;
import io.spanhouse.query.traceql.ScalarExpression;
import io.spanhouse.query.traceql.ValueKind;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out series: each function is one question to the store, the rest is done with the answers. For one request. */
final class SeriesEvaluation {
    private static final double NANOS_PER_SECOND = 1e9;

    private final TraceStore store;
    private final Exchange exchange;
    private final MetricsWindow window;
    private final boolean examples;
    private Completeness completeness = Completeness.COMPLETE;

    /**
     * An evaluation.
     *
     * @param examples whether spans are wanted that stand for points
     */
    SeriesEvaluation(TraceStore store, Exchange exchange, MetricsWindow window, boolean examples) {
        this.store = store;
        this.exchange = exchange;
        this.window = window;
        this.examples = examples;
    }

    /** Whether all spans were counted. */
    Completeness completeness() {
        return completeness;
    }

    /** The series that have a point; of a comparison of attributes all. */
    List<Series> evaluate(MetricsExpression expression) {
        if (expression instanceof MetricsExpression.Compare compare) {
            ComparedSeries compared = new ComparedSeries(store, exchange, window, ComparePlan.of(compare));
            List<Series> series = compared.series();
            completeness = compared.completeness();
            return series;
        }
        List<Series> pointed = new ArrayList<>();
        for (Series series : named(expression).series()) {
            if (series.pointed()) {
                pointed.add(series);
            }
        }
        return pointed;
    }

    private SeriesMath.Named named(MetricsExpression expression) {
        if (expression instanceof MetricsExpression.Series series) {
            return new SeriesMath.Named(series(series), series.function().name().text());
        }
        if (expression instanceof MetricsExpression.Math math) {
            Literal folded = constant(math);
            return folded != null
                    ? constantSeries(folded)
                    : SeriesMath.combine(named(math.left()), math.operator(), named(math.right()));
        }
        if (expression instanceof MetricsExpression.Number number) {
            return constantSeries(number.number().literal());
        }
        if (expression instanceof MetricsExpression.Compared compared) {
            SeriesMath.Named of = named(compared.of());
            double number = number(compared.number());
            return new SeriesMath.Named(SeriesMath.compare(of.series(), compared.operator(), number), of.name());
        }
        if (expression instanceof MetricsExpression.Ranked ranked) {
            SeriesMath.Named of = named(ranked.of());
            return new SeriesMath.Named(
                    SeriesMath.ranked(of.series(), ranked.greatest(), ranked.count(), window.count()), of.name());
        }
        throw new IllegalArgumentException(
                "the query was not checked: compare() at " + expression.place() + " stands within another expression");
    }

    /** What constants come to among themselves, whole if they are; null where there is a series. */
    private static @Nullable Literal constant(MetricsExpression expression) {
        if (expression instanceof MetricsExpression.Number number) {
            return number.number().literal();
        }
        if (!(expression instanceof MetricsExpression.Math math)) {
            return null;
        }
        Literal left = constant(math.left());
        Literal right = constant(math.right());
        if (left == null || right == null) {
            return null;
        }
        double result = SeriesMath.apply(math.operator(), number(left), number(right));
        if (Double.isNaN(result)) {
            return new Literal.Decimal(result);
        }
        boolean whole = left instanceof Literal.Whole && right instanceof Literal.Whole;
        return whole ? new Literal.Whole((long) result) : new Literal.Decimal(result);
    }

    private SeriesMath.Named constantSeries(Literal literal) {
        double[] values = new double[window.count()];
        Arrays.fill(values, number(literal));
        return new SeriesMath.Named(List.of(new Series(List.of(), values, List.of())), AnyValues.text(literal));
    }

    private static double number(Literal literal) {
        return literal instanceof Literal.Whole whole ? whole.value() : ((Literal.Decimal) literal).value();
    }

    /** Points of durations are in seconds. */
    private static double number(ScalarExpression.Number number) {
        double value = number(number.literal());
        return number.kind() == ValueKind.DURATION ? value / NANOS_PER_SECOND : value;
    }

    private List<Series> series(MetricsExpression.Series series) {
        MetricsFunction function = series.function();
        AggregatePlan plan = AggregatePlan.of(series.pipeline());
        List<Operand> by = new ArrayList<>();
        for (FieldExpression key : function.by()) {
            by.add(AggregatePlan.operand(key));
        }
        List<Measure> measures = new ArrayList<>();
        measures.add(measure(function));
        if (examples) {
            measures.add(new Measure.Example(Measure.Example.Choice.LATEST));
        }
        AggregateRequest request =
                AggregateRequest.of(exchange.project(), window.window(), plan.condition(), exchange.visibility());
        AggregateAnswer answer =
                store.aggregate(plan.in(request).by(by).in(window.steps()).measuring(measures), exchange.control());
        completeness = completeness.complete() ? answer.completeness() : completeness;
        if (answer.cut() && completeness.complete()) {
            completeness = new Completeness(
                    Completeness.Reason.LIMIT,
                    List.of(answer.groupsTotal() - answer.groups().size() + " groups of "
                            + function.name().text()));
        }
        return new GroupSeries(function, window).series(answer.groups());
    }

    private static Measure measure(MetricsFunction function) {
        FieldExpression of = function.of();
        if (of == null) {
            return new Measure.Count();
        }
        Operand operand = AggregatePlan.operand(of);
        return switch (function.name()) {
            case RATE, COUNT_OVER_TIME -> new Measure.Count();
            case MIN_OVER_TIME -> new Measure.Minimum(operand);
            case MAX_OVER_TIME -> new Measure.Maximum(operand);
            case AVG_OVER_TIME -> new Measure.Average(operand);
            case SUM_OVER_TIME -> new Measure.Sum(operand);
            case QUANTILE_OVER_TIME -> new Measure.Quantiles(operand, function.quantiles());
            case HISTOGRAM_OVER_TIME -> new Measure.Histogram(operand, 0);
        };
    }
}
