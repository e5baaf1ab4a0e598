package io.spanhouse.query.api;

import io.spanhouse.query.ServerFacts;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.FetchByTicket;
import io.spanhouse.query.http.Route;
import io.spanhouse.query.recordings.RecordingRoutes;
import io.spanhouse.query.scripts.ScriptRoutes;
import io.spanhouse.storage.TraceStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The paths of our own API. */
public final class ApiRoutes {
    /** What all paths start with. */
    public static final String BASE = "/api/spanhouse/v1";

    private final List<Route> routes;

    /** Routes that read from a store, and for operators from the rest of the program. */
    public ApiRoutes(TraceStore store, ServerFacts facts) {
        Live live = new Live(store);
        HeldSpans held = new HeldSpans();
        List<Route> all = new ArrayList<>(List.of(
                route("search", "POST", "/search", new Search(store)),
                route("aggregate", "POST", "/aggregate", new Aggregate(store)),
                route("difference", "POST", "/difference", new Difference(store)),
                route("structure", "POST", "/structure", new Structure(store)),
                route("export", "POST", "/export", new Export(store)),
                route("live", "GET", "/live", live),
                route("live", "POST", "/live", live),
                route("get", "GET", "/traces/{traceId}", new GetTrace(store)),
                route("tree", "GET", "/traces/{traceId}/tree", new GetTree(store, held)),
                route("span_values", "GET", "/traces/{traceId}/attributes", new GetSpanValues(store, held)),
                route("get_span", "GET", "/traces/{traceId}/spans/{spanId}", new GetSpan(store)),
                route("services", "GET", "/services", new Services(store)),
                route("operations", "GET", "/operations", new Operations(store)),
                route("attributes", "GET", "/attributes", new AttributeKeys(store)),
                route("attribute_values", "GET", "/attributes/values", new AttributeValues(store)),
                route("issues", "GET", "/issues", new Issues(store)),
                route("service_graph", "GET", "/service-graph", new ServiceGraph(store)),
                route("status", "GET", "/status", new Status(store)),
                route(
                        "openapi",
                        "GET",
                        "/openapi.json",
                        exchange -> exchange.resource("application/json", ApiRoutes.class, "openapi.json"))));
        all.addAll(new RecordingRoutes(store).routes(BASE, ApiErrors.FORM));
        all.addAll(new ScriptRoutes(store, Clock.systemUTC()).routes(BASE, ApiErrors.FORM));
        all.addAll(new Administration(store, facts).routes(BASE));
        Exports exports = new Exports(all);
        all.add(route("ticket", "POST", "/exports", exports::create));
        all.add(route("download_progress", "GET", "/exports/{download}", exports::progress));
        all.add(route("download", "GET", "/exports/{download}/file", new FetchByTicket()));
        routes = List.copyOf(all);
    }

    private static Route route(String kind, String method, String path, Endpoint endpoint) {
        return Route.of(kind, method, BASE + path, ApiErrors.FORM, endpoint);
    }

    public List<Route> routes() {
        return routes;
    }
}
