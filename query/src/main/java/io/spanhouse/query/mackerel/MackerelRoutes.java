package io.spanhouse.query.mackerel;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.StoreClock;
import java.util.List;

/** The paths of the dialect. */
public final class MackerelRoutes {
    private final List<Route> routes;

    /** Routes that read from a store. */
    public MackerelRoutes(TraceStore store, QueryOptions.Mackerel options) {
        CallRate rate = new CallRate(options.ratePerSecond(), StoreClock.SYSTEM);
        routes = List.of(
                route("mackerel_list", "POST", "/api/v0/traces", rate, new ListTraces(store, options)),
                route("mackerel_get", "GET", "/api/v0/traces/{traceId}", rate, new GetTrace(store, options)),
                route(
                        "mackerel_http_stats",
                        "GET",
                        "/api/v0/apm/http-server-stats",
                        rate,
                        new ApmStats.HttpServer(store, options.namespaceDefault())),
                route(
                        "mackerel_db_stats",
                        "GET",
                        "/api/v0/apm/db-query-stats",
                        rate,
                        new ApmStats.DbQuery(store, options.namespaceDefault())));
    }

    private static Route route(String kind, String method, String path, CallRate rate, Endpoint endpoint) {
        Endpoint limited = exchange -> {
            rate.count(exchange.caller());
            endpoint.answer(exchange);
        };
        return Route.of(kind, method, path, MackerelErrors.FORM, limited);
    }

    public List<Route> routes() {
        return routes;
    }
}
