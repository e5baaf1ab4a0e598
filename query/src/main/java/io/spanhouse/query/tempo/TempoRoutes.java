package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The paths of the dialect. */
public final class TempoRoutes {
    private static final String VALUES = "/api/v2/search/tag/{tag}/values";
    private static final String VALUES_V1 = "/api/search/tag/{tag}/values";
    private static final String CONFIGURATION = "# The configuration is shown by the command config print.\n";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final List<Route> routes = new ArrayList<>();

    /** Routes that read from a store. */
    public TempoRoutes(TraceStore store) {
        add("trace_v1", "/api/traces/{traceId}", new OneTrace(store, false));
        add("trace", "/api/v2/traces/{traceId}", new OneTrace(store, true));
        SearchTraces search = new SearchTraces(store);
        add("search", "/api/search", search);
        TagNames names = new TagNames(store);
        asked("tags_v1", "/api/search/tags", names::flat);
        asked("tags", "/api/v2/search/tags", names::scoped);
        TagValues values = new TagValues(store);
        asked("tag_values_v1", VALUES_V1, exchange -> values.flat(exchange, exchange.parameter("tag")));
        asked("tag_values", VALUES, exchange -> values.typed(exchange, exchange.parameter("tag")));
        MetricsQueries metrics = new MetricsQueries(store, Clock.systemUTC());
        asked("metrics_range", "/api/metrics/query_range", metrics::range);
        asked("metrics_instant", "/api/metrics/query", metrics::instant);
        add("echo", "/api/echo", exchange -> exchange.text(TEXT, "echo"));
        add("ready", "/ready", exchange -> exchange.text(TEXT, "ready\n"));
        add("status", "/status", exchange -> exchange.text(TEXT, "ready\n"));
        add("status_config", "/status/config", exchange -> exchange.text(TEXT, CONFIGURATION));
        add("buildinfo", "/api/status/buildinfo", new BuildInformation());
        routes.addAll(new StreamingQuerier(search, names, values, metrics).routes());
    }

    /** Works out an answer. */
    @FunctionalInterface
    private interface Question {
        TempoAnswer answer(Exchange exchange);
    }

    private void asked(String kind, String path, Question question) {
        add(kind, path, exchange -> TempoAnswer.write(exchange, question.answer(exchange)));
    }

    private void add(String kind, String path, Endpoint endpoint) {
        routes.add(Route.of("tempo_" + kind, "GET", path, TempoErrors.FORM, endpoint));
    }

    public List<Route> routes() {
        return routes;
    }
}
