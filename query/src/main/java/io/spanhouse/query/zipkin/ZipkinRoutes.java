package io.spanhouse.query.zipkin;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The paths of the dialect. */
public final class ZipkinRoutes {
    /** For clients, and for Zipkin's own web page. */
    private static final List<String> PREFIXES = List.of("/api/v2", "/zipkin/api/v2");

    private final List<Route> routes = new ArrayList<>();

    /** Routes that read from a store. */
    public ZipkinRoutes(TraceStore store, QueryOptions.Zipkin options) {
        InstantSource clock = Clock.systemUTC();
        Names names = new Names(store);
        TraceLists lists = new TraceLists(store, clock);
        add("services", "/services", names::services);
        add("spans", "/spans", names::spans);
        add("remote_services", "/remoteServices", names::remoteServices);
        add("traces", "/traces", lists::search);
        add("trace_many", "/traceMany", lists::many);
        add("trace", "/trace/{traceId}", new OneTrace(store));
        add("dependencies", "/dependencies", new Dependencies(store, clock));
        add("autocomplete_keys", "/autocompleteKeys", exchange -> names.keys(exchange, options.autocompleteKeys()));
        add(
                "autocomplete_values",
                "/autocompleteValues",
                exchange -> names.values(exchange, options.autocompleteKeys()));
        routes.add(route("zipkin_config", "/zipkin/config.json", new PageConfiguration()));
        routes.add(route("zipkin_health", "/health", new Health(store)));
        routes.add(route(
                "zipkin_info",
                "/info",
                exchange -> exchange.json(json -> {
                    json.writeStartObject();
                    json.writeObjectPropertyStart("zipkin");
                    json.writeStringProperty("version", "2");
                    json.writeEndObject();
                    json.writeEndObject();
                })));
    }

    private void add(String kind, String path, Endpoint endpoint) {
        for (String prefix : PREFIXES) {
            routes.add(route("zipkin_" + kind, prefix + path, endpoint));
        }
    }

    private static Route route(String kind, String path, Endpoint endpoint) {
        return Route.of(kind, "GET", path, ZipkinErrors.FORM, endpoint);
    }

    public List<Route> routes() {
        return routes;
    }
}
