package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.StoreClock;
import java.util.List;

/** The paths of the dialect that read. */
public final class CloudTraceRoutes {
    private static final String SERVICE = "google.devtools.cloudtrace.v1.TraceService/";

    private final List<Route> routes;

    /** Routes that read from a store. */
    public CloudTraceRoutes(TraceStore store) {
        TraceList list = new TraceList(store, StoreClock.SYSTEM);
        TraceService grpc = new TraceService(store, list);
        routes = List.of(
                Route.of(
                        "cloudtrace_list",
                        "GET",
                        "/v1/projects/{projectId}/traces",
                        CloudTraceErrors.FORM,
                        new ListTraces(store, list)),
                Route.of(
                        "cloudtrace_get",
                        "GET",
                        "/v1/projects/{projectId}/traces/{traceId}",
                        CloudTraceErrors.FORM,
                        new GetTrace(store)),
                GrpcCall.route("cloudtrace_grpc_list", SERVICE + "ListTraces", grpc::list),
                GrpcCall.route("cloudtrace_grpc_get", SERVICE + "GetTrace", grpc::get));
    }

    public List<Route> routes() {
        return routes;
    }
}
