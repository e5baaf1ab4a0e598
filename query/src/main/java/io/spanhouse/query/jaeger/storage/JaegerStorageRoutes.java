package io.spanhouse.query.jaeger.storage;

import com.google.protobuf.Descriptors.FileDescriptor;
import io.grpc.health.v1.HealthCheckRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.proto.jaeger.storage.FilterCapabilities;
import io.spanhouse.proto.jaeger.storage.GetCapabilitiesResponse;
import io.spanhouse.proto.jaeger.storage.GetDependenciesRequest;
import io.spanhouse.proto.jaeger.storage.GetTracesRequest;
import io.spanhouse.proto.jaeger.storage.SearchCapabilities;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.GrpcHealth;
import io.spanhouse.query.http.GrpcMethod;
import io.spanhouse.query.http.GrpcReflection;
import io.spanhouse.query.http.Route;
import io.spanhouse.query.jaeger.Dependencies;
import io.spanhouse.query.jaeger.expression.FilterLevel;
import io.spanhouse.query.jaeger.expression.FilterOperator;
import io.spanhouse.storage.TraceStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The gRPC methods of a remote storage of Jaeger; what takes spans is mounted beside them. */
public final class JaegerStorageRoutes {
    private static final String PACKAGE = "jaeger.storage.v2.";

    private static final Set<String> SERVICES = Set.of(
            PACKAGE + "TraceReader",
            PACKAGE + "DependencyReader",
            PACKAGE + "TraceWriter",
            PACKAGE + "Capabilities",
            TraceServiceGrpc.SERVICE_NAME);

    private final List<Route> routes = new ArrayList<>();

    /** Routes that read from a store. */
    public JaegerStorageRoutes(TraceStore store) {
        TraceReader traces = new TraceReader(store);
        add("get_traces", "TraceReader/GetTraces", traces::getTraces);
        add("find_traces", "TraceReader/FindTraces", traces::findTraces);
        add("find_trace_ids", "TraceReader/FindTraceIDs", traces::findIds);
        add("find_summaries", "TraceReader/FindTraceSummaries", traces::findSummaries);
        add("get_services", "TraceReader/GetServices", traces.lists()::services);
        add("get_operations", "TraceReader/GetOperations", traces.lists()::operations);
        add(
                "get_dependencies",
                "DependencyReader/GetDependencies",
                new DependencyReader(new Dependencies(store, Clock.systemUTC())));
        byte[] capabilities = capabilities().toByteArray();
        List<FileDescriptor> files = List.of(
                GetTracesRequest.getDescriptor().getFile(),
                GetDependenciesRequest.getDescriptor().getFile(),
                GetCapabilitiesResponse.getDescriptor().getFile(),
                ExportTraceServiceRequest.getDescriptor().getFile(),
                HealthCheckRequest.getDescriptor().getFile());
        routes.addAll(GrpcReflection.routes("jaeger_storage_reflection", files));
        routes.addAll(GrpcHealth.routes("jaeger_storage_health", SERVICES));
        add("get_capabilities", "Capabilities/GetCapabilities", (message, call) -> call.send(capabilities));
    }

    private void add(String kind, String name, GrpcMethod method) {
        routes.add(GrpcCall.route("jaeger_storage_" + kind, PACKAGE + name, method));
    }

    /** Everything that can be asked. */
    private static GetCapabilitiesResponse capabilities() {
        return GetCapabilitiesResponse.newBuilder()
                .setSearch(SearchCapabilities.newBuilder()
                        .setWithoutServiceName(true)
                        .setSameSpanConjunction(true)
                        .setFilter(FilterCapabilities.newBuilder()
                                .addAllLevels(FilterLevel.names())
                                .addAllOperators(FilterOperator.names())))
                .build();
    }

    public List<Route> routes() {
        return routes;
    }
}
