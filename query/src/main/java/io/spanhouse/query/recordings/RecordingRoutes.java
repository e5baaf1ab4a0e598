package io.spanhouse.query.recordings;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import java.util.ArrayList;
import java.util.List;

/** The paths of trace definitions and recordings. */
public final class RecordingRoutes {
    private static final String DEFINITIONS = "/trace-definitions";
    private static final String DEFINITION = DEFINITIONS + "/{definition}";

    private final DefinitionEndpoints definitions;

    /** Routes that read from a store, and change what people saved in it. */
    public RecordingRoutes(TraceStore store) {
        definitions = new DefinitionEndpoints(store);
    }

    /**
     * The routes.
     *
     * @param base what all paths start with
     * @param errors how refusals look
     */
    public List<Route> routes(String base, ErrorForm errors) {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.of("trace_definitions", "GET", base + DEFINITIONS, errors, definitions::list));
        routes.add(Route.of("trace_definition", "GET", base + DEFINITION, errors, definitions::get));
        routes.add(edit("POST", base + DEFINITIONS, errors, definitions::create));
        routes.add(edit("PATCH", base + DEFINITION, errors, definitions::change));
        routes.add(edit("DELETE", base + DEFINITION, errors, definitions::delete));
        return routes;
    }

    private static Route edit(String method, String path, ErrorForm errors, Endpoint endpoint) {
        return Route.of("edit_trace_definition", method, path, errors, endpoint).editing();
    }
}
