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

    private static final String RECORDINGS = DEFINITION + "/recordings";
    private static final String RECORDING = RECORDINGS + "/{run}";

    private final DefinitionEndpoints definitions;
    private final RecordingEndpoints recordings;

    /** Routes that read from a store, and change what people saved in it. */
    public RecordingRoutes(TraceStore store) {
        definitions = new DefinitionEndpoints(store);
        recordings = new RecordingEndpoints(store);
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
        routes.add(edit("POST", base + DEFINITIONS + "/stop-all", errors, definitions::stopAll));
        routes.add(edit("PATCH", base + DEFINITION, errors, definitions::change));
        routes.add(edit("DELETE", base + DEFINITION, errors, definitions::delete));
        routes.add(Route.of("recordings", "GET", base + RECORDINGS, errors, recordings::list));
        routes.add(Route.of("recording", "GET", base + RECORDING, errors, recordings::get));
        routes.add(Route.of("frames", "GET", base + RECORDING + "/frames", errors, recordings::frames));
        routes.add(Route.of("find_frames", "GET", base + RECORDING + "/find", errors, recordings::find));
        routes.add(Route.of("frame", "GET", base + RECORDING + "/frames/{frame}", errors, recordings::state));
        return routes;
    }

    private static Route edit(String method, String path, ErrorForm errors, Endpoint endpoint) {
        return Route.of("edit_trace_definition", method, path, errors, endpoint).editing();
    }
}
