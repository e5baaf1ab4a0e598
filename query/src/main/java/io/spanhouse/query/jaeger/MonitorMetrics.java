package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SpanField;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Figures of the page "Monitor", worked out of spans: latencies, calls, errors of services and their operations. A point is
 * of the spans that started within {@code ratePer} before it; one without spans is left out. Latencies are quantiles of a
 * histogram, within 1.1 %.
 */
final class MonitorMetrics {
    /** Most series of one answer. */
    private static final int SERIES_MAX = 1_000;

    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);
    private static final Operand NAME = new Operand.Field(SpanField.NAME);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final TraceStore store;
    private final InstantSource clock;

    MonitorMetrics(TraceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** {@code GET /api/metrics/latencies}. */
    void latencies(Exchange exchange) throws IOException {
        MonitorQuery query = MonitorQuery.read(exchange, clock);
        double quantile = MonitorQuery.quantile(exchange);
        answer(
                exchange,
                query,
                new Metric("latencies", quantile + "th quantile latency, grouped by " + grouping(query)),
                List.of(new Measure.Histogram(DURATION, Figure.Histogram.SCALE_MAX)),
                group -> {
                    SlidingHistogram sliding = new SlidingHistogram(group.cells());
                    return (from, to) -> sliding.quantile(from, to, quantile) / NANOS_PER_MILLI;
                });
    }

    /** {@code GET /api/metrics/calls}. */
    void calls(Exchange exchange) throws IOException {
        MonitorQuery query = MonitorQuery.read(exchange, clock);
        answer(
                exchange,
                query,
                new Metric("call_rate", "calls/sec, grouped by " + grouping(query)),
                List.of(new Measure.Count()),
                group -> {
                    long[] sums = sums(group.cells(), 0, query.steps().count());
                    return (from, to) -> sums[to] == sums[from]
                            ? Double.NaN
                            : (sums[to] - sums[from]) * MILLIS_PER_SECOND / query.ratePerMillis();
                });
    }

    /** {@code GET /api/metrics/errors}. */
    void errors(Exchange exchange) throws IOException {
        MonitorQuery query = MonitorQuery.read(exchange, clock);
        answer(
                exchange,
                query,
                new Metric("error_rate", "error rate, a fraction of errors of calls, grouped by " + grouping(query)),
                List.of(new Measure.Count(), new Measure.Errors()),
                group -> {
                    long[] calls = sums(group.cells(), 0, query.steps().count());
                    long[] errors = sums(group.cells(), 1, query.steps().count());
                    // Without calls this is no number, and left out.
                    return (from, to) -> (double) (errors[to] - errors[from]) / (calls[to] - calls[from]);
                });
    }

    private static String grouping(MonitorQuery query) {
        return query.byOperation() ? "service & operation" : "service";
    }

    private record Metric(String name, String help) {}

    /** The value of a point whose spans are in the steps from one up to another. */
    @FunctionalInterface
    private interface Points {
        double value(int fromStep, int toStep);
    }

    /** Makes points of a group. */
    @FunctionalInterface
    private interface PointsOf {
        Points of(AggregateAnswer.Group group);
    }

    /** Sums of a count over all steps before each. */
    private static long[] sums(List<AggregateAnswer.Cell> cells, int measure, int steps) {
        long[] sums = new long[steps + 1];
        for (AggregateAnswer.Cell cell : cells) {
            sums[cell.step() + 1] = cell.figures().get(measure) instanceof Figure.Whole whole ? whole.value() : 0;
        }
        for (int step = 0; step < steps; step++) {
            sums[step + 1] += sums[step];
        }
        return sums;
    }

    private void answer(Exchange exchange, MonitorQuery query, Metric metric, List<Measure> measures, PointsOf pointsOf)
            throws IOException {
        List<Operand> keys = new ArrayList<>();
        keys.add(Tags.SERVICE);
        if (query.byOperation()) {
            keys.add(NAME);
        }
        AggregateAnswer answer = store.aggregate(
                AggregateRequest.of(exchange.project(), query.window(), query.condition(), exchange.visibility())
                        .by(keys)
                        .in(query.steps())
                        .measuring(measures)
                        .ranked(Ranking.top(SERIES_MAX)),
                exchange.control());
        exchange.completeness(completeness(answer));
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("name", (query.byOperation() ? "service_operation_" : "service_") + metric.name());
            json.writeStringProperty("type", "GAUGE");
            json.writeStringProperty("help", metric.help());
            json.writeArrayPropertyStart("metrics");
            for (AggregateAnswer.Group group : answer.groups()) {
                series(json, query, group, pointsOf.of(group));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static Completeness completeness(AggregateAnswer answer) {
        return answer.cut() && answer.completeness().complete()
                ? new Completeness(
                        Completeness.Reason.LIMIT,
                        List.of("there are " + answer.groupsTotal() + " series, of which " + SERIES_MAX
                                + " are listed"))
                : answer.completeness();
    }

    private static void series(JsonGenerator json, MonitorQuery query, AggregateAnswer.Group group, Points points) {
        json.writeStartObject();
        json.writeArrayPropertyStart("labels");
        label(json, "service_name", group.key().get(0));
        if (query.byOperation()) {
            label(json, "operation", group.key().get(1));
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("metricPoints");
        for (int point = 0; point < query.points(); point++) {
            double value = points.value(query.fromStep(point), query.toStep(point));
            if (!Double.isNaN(value)) {
                json.writeStartObject();
                json.writeObjectPropertyStart("gaugeValue");
                json.writeNumberProperty("doubleValue", value);
                json.writeEndObject();
                json.writeStringProperty(
                        "timestamp",
                        Instant.ofEpochMilli(query.pointMillis(point)).toString());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void label(JsonGenerator json, String name, @Nullable Literal value) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        json.writeStringProperty("value", value instanceof Literal.Text text ? text.value() : "");
        json.writeEndObject();
    }
}
