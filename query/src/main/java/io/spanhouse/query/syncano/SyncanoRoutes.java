package io.spanhouse.query.syncano;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import java.util.ArrayList;
import java.util.List;

/** The paths of Syncano's API, each also without its last slash. */
public final class SyncanoRoutes {
    static final String BASE = "/v1.1/instances/";

    private final List<Route> routes = new ArrayList<>();

    /** Routes that read from a store. */
    public SyncanoRoutes(TraceStore store) {
        for (Invocation invocation : Invocation.values()) {
            SyncanoEndpoints endpoints = new SyncanoEndpoints(store, invocation);
            String scripts = BASE + "{projectId}/" + invocation.path();
            String kind = "syncano_" + invocation.text();
            add(kind + "_list", scripts, endpoints::scripts);
            add(kind, scripts + "/{script}", endpoints::script);
            add(kind + "_traces", scripts + "/{script}/traces", endpoints::traces);
            add(kind + "_trace", scripts + "/{script}/traces/{trace}", endpoints::trace);
        }
    }

    private void add(String kind, String path, Endpoint endpoint) {
        routes.add(Route.of(kind, "GET", path + "/", SyncanoErrors.FORM, endpoint));
        routes.add(Route.of(kind, "GET", path, SyncanoErrors.FORM, endpoint));
    }

    public List<Route> routes() {
        return routes;
    }
}
