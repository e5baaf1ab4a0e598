package io.spanhouse.deploy.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanhouse.deploy.verify.ServerProcess;
import io.spanhouse.proto.jaeger.storage.CapabilitiesGrpc;
import io.spanhouse.proto.jaeger.storage.DependencyReaderGrpc;
import io.spanhouse.proto.jaeger.storage.GetCapabilitiesRequest;
import io.spanhouse.proto.jaeger.storage.GetTraceParams;
import io.spanhouse.proto.jaeger.storage.TraceReaderGrpc;
import io.spanhouse.proto.jaeger.v3.DependenciesResponse;
import io.spanhouse.proto.jaeger.v3.FindTraceSummariesRequest;
import io.spanhouse.proto.jaeger.v3.FindTraceSummariesResponse;
import io.spanhouse.proto.jaeger.v3.FindTracesRequest;
import io.spanhouse.proto.jaeger.v3.GetDependenciesRequest;
import io.spanhouse.proto.jaeger.v3.GetOperationsRequest;
import io.spanhouse.proto.jaeger.v3.GetOperationsResponse;
import io.spanhouse.proto.jaeger.v3.GetServicesRequest;
import io.spanhouse.proto.jaeger.v3.GetTraceRequest;
import io.spanhouse.proto.jaeger.v3.QueryServiceGrpc;
import io.spanhouse.proto.jaeger.v3.TraceQueryParameters;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Jaeger's two gRPC services by their generated clients, one connection each. Not thread-safe; whoever makes it closes it.
 */
final class DialectCalls implements AutoCloseable {
    static final int DEPTH = 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final ManagedChannel version3;
    private final ManagedChannel storage;

    DialectCalls(ServerProcess server) {
        version3 = channel(server.jaegerGrpcEndpoint());
        storage = channel(server.jaegerStorageEndpoint());
    }

    private static ManagedChannel channel(String endpoint) {
        return ManagedChannelBuilder.forTarget(endpoint)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    private QueryServiceGrpc.QueryServiceBlockingStub query() {
        return QueryServiceGrpc.newBlockingStub(version3);
    }

    private TraceReaderGrpc.TraceReaderBlockingStub reader() {
        return TraceReaderGrpc.newBlockingStub(storage);
    }

    private static Timestamp time(long nanos) {
        return Timestamp.newBuilder()
                .setSeconds(nanos / NANOS_PER_SECOND)
                .setNanos((int) (nanos % NANOS_PER_SECOND))
                .build();
    }

    private static TraceQueryParameters version3(DialectClass.Draw draw) {
        return TraceQueryParameters.newBuilder()
                .setServiceName(draw.operation().service())
                .setOperationName(draw.operation().name())
                .setStartTimeMin(time(0))
                .setStartTimeMax(time(draw.range().toNanos()))
                .setSearchDepth(DEPTH)
                .build();
    }

    private static io.spanhouse.proto.jaeger.storage.TraceQueryParameters stored(DialectClass.Draw draw) {
        return io.spanhouse.proto.jaeger.storage.TraceQueryParameters.newBuilder()
                .setServiceName(draw.operation().service())
                .setOperationName(draw.operation().name())
                .setStartTimeMax(time(draw.range().toNanos()))
                .setSearchDepth(DEPTH)
                .build();
    }

    /** Nothing but a call: its answer is the same at any time. */
    Supplier<Set<String>> constant() {
        CapabilitiesGrpc.newBlockingStub(storage).getCapabilities(GetCapabilitiesRequest.getDefaultInstance());
        return Set::of;
    }

    Supplier<Set<String>> get(String traceId) {
        return spans(query().getTrace(
                        GetTraceRequest.newBuilder().setTraceId(traceId).build()));
    }

    Supplier<Set<String>> getStored(String traceId) {
        ByteString id = ByteString.copyFrom(HexFormat.of().parseHex(traceId));
        return spans(reader().getTraces(io.spanhouse.proto.jaeger.storage.GetTracesRequest.newBuilder()
                .addQuery(GetTraceParams.newBuilder().setTraceId(id))
                .build()));
    }

    private static <T> List<T> all(Iterator<T> chunks) {
        List<T> all = new ArrayList<>();
        chunks.forEachRemaining(all::add);
        return all;
    }

    private static Supplier<Set<String>> spans(Iterator<TracesData> chunks) {
        List<TracesData> all = all(chunks);
        return () -> {
            Set<String> ids = new TreeSet<>();
            all.forEach(chunk -> ids.addAll(DialectReading.spans(chunk)));
            return ids;
        };
    }

    private static Supplier<Set<String>> traces(Iterator<TracesData> chunks) {
        List<TracesData> all = all(chunks);
        return () -> {
            Set<String> ids = new TreeSet<>();
            all.forEach(chunk -> chunk.getResourceSpansList()
                    .forEach(resource -> resource.getScopeSpansList()
                            .forEach(scope -> scope.getSpansList()
                                    .forEach(span -> ids.add(DialectReading.hex(span.getTraceId()))))));
            return ids;
        };
    }

    Supplier<Set<String>> find(DialectClass.Draw draw) {
        return traces(query().findTraces(
                        FindTracesRequest.newBuilder().setQuery(version3(draw)).build()));
    }

    Supplier<Set<String>> findStored(DialectClass.Draw draw) {
        return traces(reader().findTraces(io.spanhouse.proto.jaeger.storage.FindTracesRequest.newBuilder()
                .setQuery(stored(draw))
                .build()));
    }

    Supplier<Set<String>> summaries(DialectClass.Draw draw) {
        List<FindTraceSummariesResponse> pages = all(query().findTraceSummaries(FindTraceSummariesRequest.newBuilder()
                .setQuery(version3(draw))
                .build()));
        return () -> {
            Set<String> ids = new TreeSet<>();
            pages.forEach(page -> page.getSummariesList().forEach(one -> ids.add(one.getTraceId())));
            return ids;
        };
    }

    Supplier<Set<String>> summariesStored(DialectClass.Draw draw) {
        List<io.spanhouse.proto.jaeger.storage.FindTraceSummariesResponse> pages =
                all(reader().findTraceSummaries(io.spanhouse.proto.jaeger.storage.FindTraceSummariesRequest.newBuilder()
                        .setQuery(stored(draw))
                        .build()));
        return () -> {
            Set<String> ids = new TreeSet<>();
            pages.forEach(
                    page -> page.getSummariesList().forEach(one -> ids.add(DialectReading.hex(one.getTraceId()))));
            return ids;
        };
    }

    Supplier<Set<String>> services() {
        List<String> names =
                query().getServices(GetServicesRequest.getDefaultInstance()).getServicesList();
        return () -> new TreeSet<>(names);
    }

    Supplier<Set<String>> servicesStored() {
        List<String> names = reader().getServices(
                        io.spanhouse.proto.jaeger.storage.GetServicesRequest.getDefaultInstance())
                .getServicesList();
        return () -> new TreeSet<>(names);
    }

    Supplier<Set<String>> operations(String service) {
        GetOperationsResponse answer = query().getOperations(
                        GetOperationsRequest.newBuilder().setService(service).build());
        return () -> {
            Set<String> names = new TreeSet<>();
            answer.getOperationsList().forEach(one -> names.add(one.getName()));
            return names;
        };
    }

    Supplier<Set<String>> operationsStored(String service) {
        io.spanhouse.proto.jaeger.storage.GetOperationsResponse answer = reader().getOperations(
                        io.spanhouse.proto.jaeger.storage.GetOperationsRequest.newBuilder()
                                .setService(service)
                                .build());
        return () -> {
            Set<String> names = new TreeSet<>();
            answer.getOperationsList().forEach(one -> names.add(one.getName()));
            return names;
        };
    }

    Supplier<Set<String>> calls(TimeRange range) {
        DependenciesResponse answer = query().getDependencies(GetDependenciesRequest.newBuilder()
                .setStartTime(time(range.fromNanos()))
                .setEndTime(time(range.toNanos()))
                .build());
        return () -> {
            Set<String> calls = new TreeSet<>();
            answer.getDependenciesList().forEach(one -> calls.add(one.getParent() + ">" + one.getChild()));
            return calls;
        };
    }

    Supplier<Set<String>> callsStored(TimeRange range) {
        io.spanhouse.proto.jaeger.storage.GetDependenciesResponse answer = DependencyReaderGrpc.newBlockingStub(storage)
                .getDependencies(io.spanhouse.proto.jaeger.storage.GetDependenciesRequest.newBuilder()
                        .setStartTime(time(range.fromNanos()))
                        .setEndTime(time(range.toNanos()))
                        .build());
        return () -> {
            Set<String> calls = new TreeSet<>();
            answer.getDependenciesList().forEach(one -> calls.add(one.getParent() + ">" + one.getChild()));
            return calls;
        };
    }

    @Override
    public void close() {
        for (ManagedChannel channel : List.of(version3, storage)) {
            channel.shutdownNow();
            try {
                channel.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
