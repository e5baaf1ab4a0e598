package io.spanhouse.query.tempo;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.FieldExpression;
import io.spanhouse.query.traceql.Intrinsic;
import io.spanhouse.query.traceql.MetricsFunction;
import io.spanhouse.query.traceql.SearchPlan;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Groups of the store as series of a function: one each; of quantiles one for each of them, of a histogram one for each
 * bucket. Durations are in seconds.
 */
final class GroupSeries {
    /** Most values of one function's series. */
    static final long VALUES_MAX = 4_000_000;

    private static final double SECONDS_PER_NANO = 1e-9;

    private final MetricsFunction function;
    private final MetricsWindow window;
    private final double scale;
    /** Whether a point is of durations of spans, so that an exemplar has a value of its own. */
    private final boolean ofSpans;

    private long values;

    GroupSeries(MetricsFunction function, MetricsWindow window) {
        this.function = function;
        this.window = window;
        Intrinsic of = function.of() instanceof FieldExpression.OfSpan ofSpan ? ofSpan.intrinsic() : null;
        this.scale = of != null && of.duration() ? SECONDS_PER_NANO : 1;
        this.ofSpans = of == Intrinsic.DURATION;
    }

    List<Series> series(List<AggregateAnswer.Group> groups) {
        List<Series> series = new ArrayList<>();
        for (AggregateAnswer.Group group : groups) {
            List<Series.Label> labels = labels(group);
            switch (function.name()) {
                case QUANTILE_OVER_TIME -> quantiles(group, labels, series);
                case HISTOGRAM_OVER_TIME -> histogram(group, labels, series);
                case RATE, COUNT_OVER_TIME, MIN_OVER_TIME, MAX_OVER_TIME, AVG_OVER_TIME, SUM_OVER_TIME -> {
                    double[] points = points(counts());
                    each(group, (step, figure) -> points[step] = number(figure));
                    series.add(new Series(labels, points, exemplars(group, points)));
                }
            }
        }
        return series;
    }

    private boolean counts() {
        return function.name() == MetricsFunction.Name.RATE || function.name() == MetricsFunction.Name.COUNT_OVER_TIME;
    }

    /** Takes a figure of a step. */
    @FunctionalInterface
    private interface StepFigure {
        void take(int step, Figure figure);
    }

    private void each(AggregateAnswer.Group group, StepFigure take) {
        if (window.steps() == null) {
            take.take(0, group.figures().get(0));
            return;
        }
        for (AggregateAnswer.Cell cell : group.cells()) {
            take.take(cell.step(), cell.figures().get(0));
        }
    }

    private double[] points(boolean zeros) {
        values += window.count();
        if (values > VALUES_MAX) {
            throw HttpFailure.badRequest("the series have over " + VALUES_MAX
                    + " points, expected fewer: a larger step, a shorter range or fewer labels");
        }
        double[] points = new double[window.count()];
        Arrays.fill(points, zeros ? 0 : Double.NaN);
        return points;
    }

    private double number(Figure figure) {
        double value = plain(figure);
        return function.name() == MetricsFunction.Name.RATE ? value / window.seconds() : value * scale;
    }

    private static double plain(Figure figure) {
        if (figure instanceof Figure.Whole whole) {
            return whole.value();
        }
        return figure instanceof Figure.Decimal decimal ? decimal.value() : Double.NaN;
    }

    private List<Series.Label> labels(AggregateAnswer.Group group) {
        List<Series.Label> labels = new ArrayList<>();
        List<FieldExpression> by = function.by();
        if (by.isEmpty()) {
            labels.add(new Series.Label(
                    Series.NAME, new Literal.Text(function.name().text())));
            return labels;
        }
        for (int i = 0; i < by.size(); i++) {
            Literal value = group.key().get(i);
            if (value != null) {
                labels.add(new Series.Label(by.get(i).toString(), SearchPlan.shown(by.get(i), value)));
            }
        }
        if (labels.isEmpty()) {
            labels.add(new Series.Label(by.get(0).toString(), new Literal.Text("nil")));
        }
        return labels;
    }

    private static List<Series.Label> with(List<Series.Label> labels, String key, double value) {
        List<Series.Label> more = new ArrayList<>(labels);
        more.add(new Series.Label(key, new Literal.Decimal(value)));
        return more;
    }

    private void quantiles(AggregateAnswer.Group group, List<Series.Label> labels, List<Series> into) {
        for (int i = 0; i < function.quantiles().size(); i++) {
            double[] points = points(false);
            int quantile = i;
            each(group, (step, figure) -> {
                if (figure instanceof Figure.Quantiles quantiles) {
                    points[step] = plain(quantiles.values().get(quantile)) * scale;
                }
            });
            into.add(new Series(
                    with(labels, "p", function.quantiles().get(i)),
                    points,
                    i == 0 ? exemplars(group, points) : List.of()));
        }
    }

    private void histogram(AggregateAnswer.Group group, List<Series.Label> labels, List<Series> into) {
        Map<Double, double[]> buckets = new TreeMap<>();
        each(group, (step, figure) -> {
            if (figure instanceof Figure.Histogram histogram) {
                add(buckets, 0, step, histogram.zeros());
                Figure.Buckets positive = histogram.positive();
                for (int i = 0; i < positive.counts().size(); i++) {
                    double edge = histogram.upperEdge(positive.offset() + i) * scale;
                    add(buckets, edge, step, positive.counts().get(i));
                }
                Figure.Buckets negative = histogram.negative();
                for (int i = 0; i < negative.counts().size(); i++) {
                    double edge = -histogram.lowerEdge(negative.offset() + i) * scale;
                    add(buckets, edge, step, negative.counts().get(i));
                }
            }
        });
        buckets.forEach((edge, points) -> into.add(new Series(with(labels, "__bucket", edge), points, List.of())));
    }

    private void add(Map<Double, double[]> buckets, double edge, int step, long count) {
        if (count != 0) {
            double[] points = buckets.get(edge);
            if (points == null) {
                points = points(true);
                buckets.put(edge, points);
            }
            points[step] += count;
        }
    }

    private List<Series.Exemplar> exemplars(AggregateAnswer.Group group, double[] points) {
        List<Series.Exemplar> exemplars = new ArrayList<>();
        for (AggregateAnswer.Cell cell : group.cells()) {
            if (cell.figures().size() > 1 && cell.figures().get(1) instanceof Figure.Example example) {
                double value = ofSpans ? example.durationNanos() * SECONDS_PER_NANO : points[cell.step()];
                exemplars.add(
                        new Series.Exemplar(cell.step(), example.traceId().toString(), value, example.startNanos()));
            }
        }
        return exemplars;
    }
}
