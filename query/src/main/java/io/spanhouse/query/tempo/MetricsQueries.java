package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.MetricsExpression;
import io.spanhouse.query.traceql.TraceQlException;
import io.spanhouse.query.traceql.TraceQuery;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Literal;
import java.time.InstantSource;
import java.util.List;

/** {@code GET /api/metrics/query_range} and {@code /api/metrics/query}. */
final class MetricsQueries {
    private static final int EXEMPLARS_MAX = 100;

    private final TraceStore store;
    private final InstantSource clock;

    MetricsQueries(TraceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Series over time. */
    SeriesAnswer range(Exchange exchange) {
        TraceQuery query = query(exchange);
        MetricsWindow window = MetricsWindow.steps(exchange, clock);
        int exemplars = exemplars(exchange, query);
        return evaluate(exchange, query, window, exemplars);
    }

    /** One value of each series, over the whole window. */
    SeriesAnswer instant(Exchange exchange) {
        TraceQuery query = query(exchange);
        return evaluate(exchange, query, MetricsWindow.instant(exchange, clock), 0);
    }

    private SeriesAnswer evaluate(Exchange exchange, TraceQuery query, MetricsWindow window, int exemplars) {
        MetricsExpression metrics = query.metrics();
        if (metrics == null) {
            throw HttpFailure.badRequest("invalid TraceQL query: found a query that picks spans, expected a function of"
                    + " metrics behind it, such as rate()");
        }
        SeriesEvaluation evaluation = new SeriesEvaluation(store, exchange, window, exemplars > 0);
        try {
            List<Series> series = evaluation.evaluate(metrics);
            int most = exchange.query("maxSeries", 0, 0, Integer.MAX_VALUE);
            boolean cut = most > 0 && series.size() > most;
            return new SeriesAnswer(
                    window, cut ? series.subList(0, most) : series, exemplars, evaluation.completeness(), cut);
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
}
