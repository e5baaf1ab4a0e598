package io.spanhouse.query;

import io.spanhouse.query.api.ApiRoutes;
import io.spanhouse.query.cloudtrace.CloudTraceRoutes;
import io.spanhouse.query.http.HttpListener;
import io.spanhouse.query.http.Route;
import io.spanhouse.query.http.Router;
import io.spanhouse.query.mackerel.MackerelRoutes;
import io.spanhouse.query.ui.PageRoutes;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.KeyRing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The read side on one port: our own API below {@code /api/spanhouse/v1/}, the Mackerel dialect below {@code /api/v0/}, Cloud
 * Trace below {@code /v1/projects/}, a page
 * at {@code /}. Reads from a store that somebody else opens before and closes after.
 */
public final class QueryServer implements AutoCloseable {
    private final HttpListener listener;

    /**
     * A server that is not started.
     *
     * @param store what is read
     * @param keys who may read
     * @param metrics where figures go
     * @param mounted paths of others on the same port
     */
    public QueryServer(
            QueryOptions options, TraceStore store, KeyRing keys, QueryMetrics metrics, List<MountedHandler> mounted) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ApiRoutes(store).routes());
        routes.addAll(new MackerelRoutes(store, options.mackerel()).routes());
        routes.addAll(new CloudTraceRoutes(store).routes());
        routes.addAll(new PageRoutes(store, routes).routes());
        listener = new HttpListener(options, new Router(routes), mounted, new HttpListener.Parts(store, keys, metrics));
    }

    /**
     * Starts to listen.
     *
     * @throws IOException if the port is taken
     */
    public void start() throws IOException {
        listener.start();
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** Queries that are being answered now. */
    public int running() {
        return listener.running();
    }

    /** Takes no more requests, finishes those that run, for some seconds at most. */
    @Override
    public void close() throws IOException {
        listener.close();
    }
}
