package io.spanhouse.query.scripts;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The paths of scripts, their runs and their logs. */
public final class ScriptRoutes {
    private static final String SCRIPTS = "/scripts";
    private static final String SCRIPT = SCRIPTS + "/{script}";

    private final ScriptEndpoints lists;
    private final ScriptExports exports;
    private final ScriptEvents events;

    /** Routes that read from a store. */
    public ScriptRoutes(TraceStore store, Clock clock) {
        lists = new ScriptEndpoints(store, clock);
        exports = new ScriptExports(store, clock);
        events = new ScriptEvents(store, clock);
    }

    /**
     * The routes.
     *
     * @param base what all paths start with
     * @param errors how refusals look
     */
    public List<Route> routes(String base, ErrorForm errors) {
        List<Route> routes = new ArrayList<>();
        add("scripts", base + SCRIPTS, errors, lists::scripts, routes);
        add("script_runs", base + SCRIPT + "/runs", errors, lists::runs, routes);
        add("script_run", base + SCRIPT + "/runs/{runId}", errors, lists::run, routes);
        add("script_logs", base + SCRIPT + "/logs", errors, lists::logs, routes);
        add("script_metrics", base + SCRIPT + "/metrics", errors, lists::metrics, routes);
        add("script_values", base + SCRIPT + "/values/runs", errors, lists::runValues, routes);
        add("script_values", base + SCRIPT + "/values/logs", errors, lists::logValues, routes);
        add("script_export", base + SCRIPT + "/export/runs", errors, exports::runs, routes);
        add("script_export", base + SCRIPT + "/export/logs", errors, exports::logs, routes);
        add("script_events", base + SCRIPT + "/events", errors, events, routes);
        return routes;
    }

    private static void add(String kind, String path, ErrorForm errors, Endpoint endpoint, List<Route> into) {
        into.add(Route.of(kind, "GET", path, errors, endpoint));
    }
}
