package io.spanhouse.deploy.tenants;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Timestamp;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.spanhouse.proto.cloudtrace.ListTracesRequest;
import io.spanhouse.proto.jaeger.storage.FindTracesRequest;
import io.spanhouse.proto.jaeger.storage.GetDependenciesRequest;
import io.spanhouse.proto.jaeger.storage.GetOperationsRequest;
import io.spanhouse.proto.jaeger.storage.GetTraceParams;
import io.spanhouse.proto.jaeger.storage.GetTracesRequest;
import io.spanhouse.proto.jaeger.storage.TraceQueryParameters;
import io.spanhouse.proto.tempo.QueryInstantRequest;
import io.spanhouse.proto.tempo.QueryRangeRequest;
import io.spanhouse.proto.tempo.SearchRequest;
import io.spanhouse.proto.tempo.SearchTagValuesRequest;
import io.spanhouse.proto.tempo.SearchTagsRequest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every method of gRPC with a request that means an owner's things, and what the owner finds in the answer. */
final class Calls {
    /** What there is nothing of anybody in. */
    private static final String NOTHING = "-";

    private static final long NANOS = 1_000_000_000L;

    private final Map<String, Case> cases = new LinkedHashMap<>();
    private final Owner owner;
    private final String asker;

    /** One method's. */
    record Case(byte[] message, String found) {}

    private Calls(Owner owner, String asker) {
        this.owner = owner;
        this.asker = asker;
    }

    /**
     * The requests.
     *
     * @param asker the project that requests name where they name one
     */
    static Map<String, Case> of(Owner owner, String asker) {
        Calls calls = new Calls(owner, asker);
        calls.writing();
        calls.tempo();
        calls.cloudTrace();
        calls.jaegerVersion3();
        calls.jaegerStorage();
        calls.common();
        return calls.cases;
    }

    private void add(String path, MessageLite message, String found) {
        cases.put(path, new Case(message.toByteArray(), found));
    }

    private void writing() {
        for (String path : new String[] {
            "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            "/zipkin.proto3.SpanService/Report",
            "/google.devtools.cloudtrace.v1.TraceService/PatchTraces",
            "/google.devtools.cloudtrace.v2.TraceService/BatchWriteSpans",
            "/google.devtools.cloudtrace.v2.TraceService/CreateSpan"
        }) {
            cases.put(path, new Case(new byte[0], NOTHING));
        }
    }

    private void common() {
        add("/grpc.health.v1.Health/Check", HealthCheckRequest.getDefaultInstance(), NOTHING);
        add("/grpc.health.v1.Health/Watch", HealthCheckRequest.getDefaultInstance(), NOTHING);
        ServerReflectionRequest list =
                ServerReflectionRequest.newBuilder().setListServices("").build();
        add("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", list, NOTHING);
        add("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", list, NOTHING);
    }

    private void tempo() {
        String service = "/tempopb.StreamingQuerier/";
        int start = (int) owner.startSeconds() - 600;
        int end = start + 1_200;
        add(
                service + "Search",
                SearchRequest.newBuilder()
                        .setQuery("{ name =~ \".*-op\" }")
                        .setStart(start)
                        .setEnd(end)
                        .build(),
                owner.name() + "-front-op");
        SearchTagsRequest tags =
                SearchTagsRequest.newBuilder().setStart(start).setEnd(end).build();
        add(service + "SearchTags", tags, owner.name() + ".back.key");
        add(service + "SearchTagsV2", tags, owner.name() + ".back.key");
        SearchTagValuesRequest values = SearchTagValuesRequest.newBuilder()
                .setTagName("name")
                .setStart(start)
                .setEnd(end)
                .build();
        add(service + "SearchTagValues", values, owner.name() + "-back-op");
        add(service + "SearchTagValuesV2", values, owner.name() + "-back-op");
        add(
                service + "MetricsQueryRange",
                QueryRangeRequest.newBuilder()
                        .setQuery("{} | rate() by (resource.service.name)")
                        .setStart(start * NANOS)
                        .setEnd(end * NANOS)
                        .build(),
                owner.name() + "-back");
        add(
                service + "MetricsQueryInstant",
                QueryInstantRequest.newBuilder()
                        .setQuery("{} | rate() by (resource.service.name)")
                        .setStart(start * NANOS)
                        .setEnd(end * NANOS)
                        .build(),
                owner.name() + "-back");
    }

    private void cloudTrace() {
        String service = "/google.devtools.cloudtrace.v1.TraceService/";
        add(
                service + "ListTraces",
                ListTracesRequest.newBuilder()
                        .setProjectId(asker)
                        .setView(ListTracesRequest.ViewType.COMPLETE)
                        .build(),
                owner.name() + "-back-op");
        add(
                service + "GetTrace",
                io.spanhouse.proto.cloudtrace.GetTraceRequest.newBuilder()
                        .setProjectId(asker)
                        .setTraceId(owner.traceId())
                        .build(),
                owner.name() + "-back-op");
    }

    private Timestamp time(long offsetSeconds) {
        return Timestamp.newBuilder()
                .setSeconds(owner.startSeconds() + offsetSeconds)
                .build();
    }

    private ByteString traceId() {
        return ByteString.copyFrom(HexFormat.of().parseHex(owner.traceId()));
    }

    private void jaegerVersion3() {
        String service = "/jaeger.api_v3.QueryService/";
        String back = owner.name() + "-back";
        add(
                service + "GetTrace",
                io.spanhouse.proto.jaeger.v3.GetTraceRequest.newBuilder()
                        .setTraceId(owner.traceId())
                        .build(),
                back + "-op");
        io.spanhouse.proto.jaeger.v3.FindTracesRequest find =
                io.spanhouse.proto.jaeger.v3.FindTracesRequest.newBuilder()
                        .setQuery(io.spanhouse.proto.jaeger.v3.TraceQueryParameters.newBuilder()
                                .setServiceName(owner.name() + "-front")
                                .setStartTimeMin(time(-600))
                                .setStartTimeMax(time(600)))
                        .build();
        add(service + "FindTraces", find, back + "-op");
        add(service + "FindTraceSummaries", find, back);
        add(service + "GetServices", io.spanhouse.proto.jaeger.v3.GetServicesRequest.getDefaultInstance(), back);
        add(
                service + "GetOperations",
                io.spanhouse.proto.jaeger.v3.GetOperationsRequest.newBuilder()
                        .setService(back)
                        .build(),
                back + "-op");
        add(
                service + "GetDependencies",
                io.spanhouse.proto.jaeger.v3.GetDependenciesRequest.newBuilder()
                        .setStartTime(time(-600))
                        .setEndTime(time(600))
                        .build(),
                back);
    }

    private void jaegerStorage() {
        String service = "/jaeger.storage.v2.TraceReader/";
        String back = owner.name() + "-back";
        add(
                service + "GetTraces",
                GetTracesRequest.newBuilder()
                        .addQuery(GetTraceParams.newBuilder().setTraceId(traceId()))
                        .build(),
                back + "-op");
        FindTracesRequest find = FindTracesRequest.newBuilder()
                .setQuery(TraceQueryParameters.newBuilder()
                        .setServiceName(owner.name() + "-front")
                        .setStartTimeMin(time(-600))
                        .setStartTimeMax(time(600)))
                .build();
        add(service + "FindTraces", find, back + "-op");
        add(service + "FindTraceIDs", find, owner.name() + "-trace");
        add(service + "FindTraceSummaries", find, back);
        add(service + "GetServices", io.spanhouse.proto.jaeger.storage.GetServicesRequest.getDefaultInstance(), back);
        add(
                service + "GetOperations",
                GetOperationsRequest.newBuilder().setService(back).build(),
                back + "-op");
        add(
                "/jaeger.storage.v2.DependencyReader/GetDependencies",
                GetDependenciesRequest.newBuilder()
                        .setStartTime(time(-600))
                        .setEndTime(time(600))
                        .build(),
                back);
        cases.put("/jaeger.storage.v2.Capabilities/GetCapabilities", new Case(new byte[0], NOTHING));
    }
}
