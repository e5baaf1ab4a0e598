package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.MetricsExpression;
import io.spanhouse.query.traceql.TraceQlException;
import io.spanhouse.query.traceql.TraceQuery;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/metrics/query_range} and {@code /api/metrics/query}. */
final class MetricsQueries {
    private static final int EXEMPLARS_MAX = 100;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final TraceStore store;
    private final InstantSource clock;

    MetricsQueries(TraceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Series over time. */
    void range(Exchange exchange) throws IOException {
        TraceQuery query = query(exchange);
        MetricsWindow window = MetricsWindow.steps(exchange, clock);
        int exemplars = exemplars(exchange, query);
        Answer answer = evaluate(exchange, query, window, exemplars > 0);
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("series");
            int left = exemplars;
            int each = Math.max(1, exemplars / Math.max(1, answer.series().size()));
            for (Series series : answer.series()) {
                json.writeStartObject();
                labels(series, json);
                json.writeArrayPropertyStart("samples");
                for (int step = 0; step < series.values().length; step++) {
                    sample(window.millis(step), series.values()[step], json);
                }
                json.writeEndArray();
                left -= exemplars(series, Math.min(each, left), json);
                json.writeEndObject();
            }
            end(answer, json);
        });
    }

    /** One value of each series, over the whole window. */
    void instant(Exchange exchange) throws IOException {
        TraceQuery query = query(exchange);
        Answer answer = evaluate(exchange, query, MetricsWindow.instant(exchange, clock), false);
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("series");
            for (Series series : answer.series()) {
                json.writeStartObject();
                labels(series, json);
                value(series.values()[0], json);
                json.writeEndObject();
            }
            end(answer, json);
        });
    }

    private record Answer(List<Series> series, Completeness completeness, boolean cut) {}

    private Answer evaluate(Exchange exchange, TraceQuery query, MetricsWindow window, boolean exemplars) {
        MetricsExpression metrics = query.metrics();
        if (metrics == null) {
            throw HttpFailure.badRequest("invalid TraceQL query: found a query that picks spans, expected a function of"
                    + " metrics behind it, such as rate()");
        }
        SeriesEvaluation evaluation = new SeriesEvaluation(store, exchange, window, exemplars);
        try {
            List<Series> series = evaluation.evaluate(metrics);
            exchange.completeness(evaluation.completeness());
            int most = exchange.query("maxSeries", 0, 0, Integer.MAX_VALUE);
            boolean cut = most > 0 && series.size() > most;
            return new Answer(cut ? series.subList(0, most) : series, evaluation.completeness(), cut);
        } catch (TraceQlException e) {
            throw TempoErrors.of(e);
        }
    }

    private static TraceQuery query(Exchange exchange) {
        String q = exchange.query("q");
        q = q == null ? exchange.query("query") : q;
        if (q == null || q.isBlank()) {
            throw HttpFailure.badRequest("the parameter q is missing, expected a query such as {} | rate()");
        }
        try {
            return TraceQuery.parse(q);
        } catch (TraceQlException e) {
            throw TempoErrors.of(e);
        }
    }

    /** How many spans are shown that stand for points; a hint goes before the parameter. */
    private static int exemplars(Exchange exchange, TraceQuery query) {
        int asked = exchange.query("exemplars", EXEMPLARS_MAX, 0, Integer.MAX_VALUE);
        Literal hint = query.hints().get("exemplars");
        if (hint instanceof Literal.Truth truth) {
            asked = truth.value() ? Math.max(asked, 1) : 0;
        } else if (hint instanceof Literal.Whole whole) {
            asked = (int) Math.max(0, Math.min(whole.value(), EXEMPLARS_MAX));
        }
        return Math.min(asked, EXEMPLARS_MAX);
    }

    private static void labels(Series series, JsonGenerator json) {
        json.writeArrayPropertyStart("labels");
        for (Series.Label label : series.labels()) {
            AnyValues.attribute(label.key(), label.value(), json);
        }
        json.writeEndArray();
    }

    private static void sample(long millis, double value, JsonGenerator json) {
        if (!Double.isNaN(value)) {
            json.writeStartObject();
            json.writeStringProperty("timestampMs", Long.toString(millis));
            value(value, json);
            json.writeEndObject();
        }
    }

    /** A value of 0 is left out, as protobuf's JSON does; so is the value of a series that has none. */
    private static void value(double value, JsonGenerator json) {
        if (value != 0 && !Double.isNaN(value)) {
            json.writeName("value");
            AnyValues.plain(value, json);
        }
    }

    /** Writes those whose point is there; returns how many. */
    private static int exemplars(Series series, int most, JsonGenerator json) {
        int written = 0;
        json.writeArrayPropertyStart("exemplars");
        for (Series.Exemplar exemplar : series.exemplars()) {
            if (written < most && !Double.isNaN(series.values()[exemplar.step()])) {
                json.writeStartObject();
                json.writeArrayPropertyStart("labels");
                AnyValues.attribute("trace:id", new Literal.Text(exemplar.traceId()), json);
                json.writeEndArray();
                value(exemplar.value(), json);
                json.writeStringProperty(
                        "timestampMs",
                        Long.toUnsignedString(Long.divideUnsigned(exemplar.startNanos(), NANOS_PER_MILLI)));
                json.writeEndObject();
                written++;
            }
        }
        json.writeEndArray();
        return written;
    }

    private static void end(Answer answer, JsonGenerator json) {
        json.writeEndArray();
        json.writeObjectPropertyStart("metrics");
        json.writeEndObject();
        if (answer.cut() || !answer.completeness().complete()) {
            json.writeStringProperty("status", "PARTIAL");
            json.writeStringProperty(
                    "message",
                    answer.cut()
                            ? "more series than maxSeries"
                            : answer.completeness().reason().text());
        }
        json.writeEndObject();
    }
}
