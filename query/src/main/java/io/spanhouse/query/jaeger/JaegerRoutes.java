package io.spanhouse.query.jaeger;

import io.grpc.health.v1.HealthCheckRequest;
import io.spanhouse.proto.jaeger.v3.GetTraceRequest;
import io.spanhouse.query.QueryRefusal;
import io.spanhouse.query.SpanDocuments;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.GrpcHealth;
import io.spanhouse.query.http.GrpcMethod;
import io.spanhouse.query.http.GrpcReflection;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The paths of the dialect, older API and version 3, and the methods of its gRPC service. */
public final class JaegerRoutes {
    private static final String SERVICE = "jaeger.api_v3.QueryService";

    private final TraceStore store;
    private final InstantSource clock = Clock.systemUTC();
    private final SpanDocuments documents;

    /**
     * Routes that read from a store.
     *
     * @param documents reads what is only to be shown
     */
    public JaegerRoutes(TraceStore store, SpanDocuments documents) {
        this.store = store;
        this.documents = documents;
    }

    /** The paths, below a prefix. */
    public List<Route> http(String prefix) {
        Paths paths = new Paths(prefix);
        older(paths);
        version3(paths);
        return paths.routes;
    }

    private void older(Paths paths) {
        ErrorForm form = Envelope.FORM;
        OldNames names = new OldNames(store);
        OldTraces traces = new OldTraces(store, clock);
        paths.add("services", "GET", "/api/services", form, names::services);
        paths.add("service_operations", "GET", "/api/services/{service}/operations", form, names::operationNames);
        paths.add("operations", "GET", "/api/operations", form, names::operations);
        paths.add("search", "GET", "/api/traces", form, traces::search);
        paths.add("trace", "GET", "/api/traces/{traceId}", form, traces::get);
        paths.add("dependencies", "GET", "/api/dependencies", form, new Dependencies(store, clock)::old);
        paths.add("archive", "POST", "/api/archive/{traceId}", form, JaegerRoutes::archive);
        paths.add("transform", "POST", "/api/transform", form, new Transform(documents));
        MonitorMetrics metrics = new MonitorMetrics(store, clock);
        paths.add("latencies", "GET", "/api/metrics/latencies", form, metrics::latencies);
        paths.add("calls", "GET", "/api/metrics/calls", form, metrics::calls);
        paths.add("errors", "GET", "/api/metrics/errors", form, metrics::errors);
    }

    private static void archive(Exchange exchange) {
        throw new HttpFailure(501, QueryRefusal.BAD_REQUEST, "archive storage is not configured");
    }

    private void version3(Paths paths) {
        ErrorForm form = Version3Errors.FORM;
        Version3Names names = new Version3Names(store, clock);
        Version3Traces traces = new Version3Traces(store);
        paths.add("v3_services", "GET", "/api/v3/services", form, names::services);
        paths.add("v3_operations", "GET", "/api/v3/operations", form, names::operations);
        paths.add("v3_dependencies", "GET", "/api/v3/dependencies", form, names::dependencies);
        paths.add("v3_trace", "GET", "/api/v3/traces/{traceId}", form, traces::get);
        paths.add("v3_search", "GET", "/api/v3/traces", form, traces::search);
        paths.add("v3_search", "POST", "/api/v3/traces", form, traces::searchByBody);
        paths.add("v3_summaries", "GET", "/api/v3/trace-summaries", form, traces::summaries);
        paths.add("v3_summaries", "POST", "/api/v3/trace-summaries", form, traces::summariesByBody);
    }

    /** The methods of the gRPC service. */
    public List<Route> grpc() {
        QueryService service = new QueryService(store, clock);
        List<Route> routes = new ArrayList<>(List.of(
                method("get_trace", "GetTrace", service::getTrace),
                method("find_traces", "FindTraces", service::findTraces),
                method("get_services", "GetServices", service.lists()::services),
                method("get_operations", "GetOperations", service.lists()::operations),
                method("get_dependencies", "GetDependencies", service::getDependencies),
                method("find_summaries", "FindTraceSummaries", service::findSummaries)));
        routes.addAll(GrpcHealth.routes("jaeger_grpc_health", Set.of(SERVICE)));
        routes.addAll(GrpcReflection.routes(
                "jaeger_grpc_reflection",
                List.of(
                        GetTraceRequest.getDescriptor().getFile(),
                        HealthCheckRequest.getDescriptor().getFile())));
        return routes;
    }

    private static Route method(String kind, String name, GrpcMethod method) {
        return GrpcCall.route("jaeger_grpc_" + kind, SERVICE + "/" + name, method);
    }

    /** Routes below a prefix. */
    private static final class Paths {
        private final String prefix;
        private final List<Route> routes = new ArrayList<>();

        Paths(String prefix) {
            this.prefix = prefix;
        }

        void add(String kind, String method, String path, ErrorForm form, Endpoint endpoint) {
            routes.add(Route.of("jaeger_" + kind, method, prefix + path, form, endpoint));
        }
    }
}
