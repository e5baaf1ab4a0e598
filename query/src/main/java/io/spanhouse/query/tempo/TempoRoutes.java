package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The paths of the dialect. */
public final class TempoRoutes {
    private static final String TEXT = "text/plain; charset=utf-8";

    private final List<Route> routes = new ArrayList<>();

    /** Routes that read from a store. */
    public TempoRoutes(TraceStore store) {
        add("trace_v1", "/api/traces/{traceId}", new OneTrace(store, false));
        add("trace", "/api/v2/traces/{traceId}", new OneTrace(store, true));
        add("search", "/api/search", new SearchTraces(store));
        TagNames names = new TagNames(store);
        add("tags_v1", "/api/search/tags", names::flat);
        add("tags", "/api/v2/search/tags", names::scoped);
        TagValues values = new TagValues(store);
        add("tag_values_v1", "/api/search/tag/{tag}/values", values::flat);
        add("tag_values", "/api/v2/search/tag/{tag}/values", values::typed);
        MetricsQueries metrics = new MetricsQueries(store, Clock.systemUTC());
        add("metrics_range", "/api/metrics/query_range", metrics::range);
        add("metrics_instant", "/api/metrics/query", metrics::instant);
        add("echo", "/api/echo", exchange -> exchange.text(TEXT, "echo"));
        add("ready", "/ready", exchange -> exchange.text(TEXT, "ready\n"));
        add("buildinfo", "/api/status/buildinfo", new BuildInformation());
    }

    private void add(String kind, String path, Endpoint endpoint) {
        routes.add(Route.of("tempo_" + kind, "GET", path, TempoErrors.FORM, endpoint));
    }

    public List<Route> routes() {
        return routes;
    }
}
