package io.spanhouse.query;

import io.spanhouse.query.api.ApiRoutes;
import io.spanhouse.query.cloudtrace.CloudTraceRoutes;
import io.spanhouse.query.http.HttpListener;
import io.spanhouse.query.http.Route;
import io.spanhouse.query.http.Router;
import io.spanhouse.query.jaeger.JaegerRoutes;
import io.spanhouse.query.jaeger.storage.JaegerStorageRoutes;
import io.spanhouse.query.mackerel.MackerelRoutes;
import io.spanhouse.query.syncano.SyncanoRoutes;
import io.spanhouse.query.tempo.TempoRoutes;
import io.spanhouse.query.ui.UiPages;
import io.spanhouse.query.zipkin.ZipkinRoutes;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.Entrance;
import io.spanhouse.storage.access.KeyRing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of the read side. The main one has everything: our own API below {@code /api/spanhouse/v1/}, every dialect at its own
 * paths, the web UI at {@code /}. A dialect whose tools look for a port of its own gets one more that has nothing else. Each reads
 * from a store that somebody else opens before and closes after, and has threads and a limit of queries of its own.
 */
public final class QueryServer implements AutoCloseable {
    private final HttpListener listener;
    private final List<Entrance> entrances;

    private QueryServer(HttpListener listener, List<Entrance> entrances) {
        this.listener = listener;
        this.entrances = List.copyOf(entrances);
    }

    /**
     * What all ports read from.
     *
     * @param store what is read
     * @param keys who may read
     * @param metrics where figures go
     * @param documents reads spans that are only to be shown
     * @param facts what operators ask of the rest of the program
     */
    public record Source(
            TraceStore store, KeyRing keys, QueryMetrics metrics, SpanDocuments documents, ServerFacts facts) {
        /** A read side that stands alone. */
        public Source(TraceStore store, KeyRing keys, QueryMetrics metrics, SpanDocuments documents) {
            this(store, keys, metrics, documents, ServerFacts.NONE);
        }
    }

    /**
     * The main port, not started.
     *
     * @param mounted paths of others on the same port
     */
    public static QueryServer main(QueryOptions options, Source source, List<MountedHandler> mounted) {
        TraceStore store = source.store();
        List<Route> routes = new ArrayList<>();
        routes.addAll(new ApiRoutes(store, source.facts()).routes());
        routes.addAll(new MackerelRoutes(store, options.mackerel()).routes());
        routes.addAll(new CloudTraceRoutes(store).routes());
        routes.addAll(new ZipkinRoutes(store, options.zipkin()).routes());
        routes.addAll(new TempoRoutes(store).routes());
        routes.addAll(new SyncanoRoutes(store).routes());
        routes.addAll(new JaegerRoutes(store, source.documents()).http("/jaeger"));
        routes.addAll(DialectDocuments.routes());
        List<MountedHandler> beside = new ArrayList<>(mounted);
        beside.addAll(UiPages.mounted());
        return server(options, source, routes, beside);
    }

    /**
     * A port with Zipkin's API alone, not started.
     *
     * @param mounted paths of others on the same port: those that take spans
     */
    public static QueryServer zipkin(QueryOptions options, Source source, List<MountedHandler> mounted) {
        return server(options, source, new ZipkinRoutes(source.store(), options.zipkin()).routes(), mounted);
    }

    /** A port with Jaeger's API over HTTP alone, not started. */
    public static QueryServer jaeger(QueryOptions options, Source source) {
        return server(options, source, new JaegerRoutes(source.store(), source.documents()).http(""), List.of());
    }

    /** A port with Jaeger's API over gRPC alone, not started. */
    public static QueryServer jaegerGrpc(QueryOptions options, Source source) {
        return server(options, source, new JaegerRoutes(source.store(), source.documents()).grpc(), List.of());
    }

    /**
     * A port for Jaeger's own programs that read their traces here, not started.
     *
     * @param mounted methods of others on the same port: that which takes spans
     */
    public static QueryServer jaegerStorage(QueryOptions options, Source source, List<MountedHandler> mounted) {
        return server(options, source, new JaegerStorageRoutes(source.store()).routes(), mounted);
    }

    private static QueryServer server(
            QueryOptions options, Source source, List<Route> routes, List<MountedHandler> mounted) {
        HttpListener listener = new HttpListener(
                options.listener(),
                new Router(routes),
                mounted,
                new HttpListener.Parts(source.store(), source.keys(), options.limits(), source.metrics()));
        List<Entrance> entrances = new ArrayList<>();
        routes.forEach(
                route -> entrances.add(new Entrance(route.method(), route.path().text(), route.scope())));
        mounted.forEach(one -> entrances.add(new Entrance(one.method(), one.path(), one.scope())));
        return new QueryServer(listener, entrances);
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

    /** What it answers. */
    public List<Entrance> entrances() {
        return entrances;
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
