package io.spanhouse.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.spanhouse.proto.cloudtrace.ListTracesRequest;
import io.spanhouse.proto.jaeger.storage.FindTracesRequest;
import io.spanhouse.proto.jaeger.storage.TraceQueryParameters;
import io.spanhouse.proto.tempo.SearchRequest;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryServer;
import io.spanhouse.query.testing.HookedStore;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In every dialect a query has the server's limits, and ends when its client goes away, which a counter shows. */
final class AbandonedTest {
    private static final String OWN = "/api/spanhouse/v1/";
    private static final String STATS = "/api/v0/apm/http-server-stats?serviceName=cart&from=1718801900&to=1718802100";
    private static final String V3 = "?query.startTimeMin=2024-06-19T12:00:00Z&query.startTimeMax=2024-06-19T14:00:00Z";
    private static final String MONITOR = "?service=cart&quantile=0.5&endTs=1718802100000";

    private final MemoryTraceStore memory = new MemoryTraceStore();
    private final HookedStore store = new HookedStore(memory);

    @BeforeEach
    void send() {
        memory.take(
                "default",
                new Spans().service("cart").span(1, 1, 0, "GET /", 0, 5).end().build());
    }

    private AtomicReference<QueryControl> heldUntil(Completeness.Reason reason) {
        AtomicReference<QueryControl> seen = new AtomicReference<>();
        store.before = control -> {
            seen.set(control);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> control.exhausted() == reason);
        };
        return seen;
    }

    private static String head(String request) {
        int space = request.indexOf(' ');
        String body = space < 0 ? "" : request.substring(space + 1).replace('\'', '"');
        return (space < 0 ? "GET " + request : "POST " + request.substring(0, space))
                + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OWN + "search {}",
                OWN + "aggregate {'groupBy':[{'field':'name'}],'measures':[{'count':true}]}",
                OWN + "export {'format':'csv'}",
                OWN + "traces/00000000000000000000000000000001",
                OWN + "services",
                OWN + "service-graph",
                "/api/v0/traces {'serviceName':'cart','from':1718801900,'to':1718802100}",
                "/api/v0/traces/00000000000000000000000000000001",
                STATS,
                "/v1/projects/p/traces",
                "/v1/projects/p/traces/00000000000000000000000000000001",
                "/api/v2/traces?endTs=1718802100000",
                "/api/v2/trace/1",
                "/api/v2/services",
                "/api/v2/dependencies?endTs=1718802100000",
                "/api/search?q=%7B%7D&start=1718801900&end=1718802100",
                "/api/traces/1",
                "/api/v2/search/tags",
                "/api/v2/search/tag/name/values",
                "/api/metrics/query_range?q=%7B%7D%7Crate()&start=1718801900&end=1718802100",
                "/jaeger/api/traces?service=cart",
                "/jaeger/api/traces/1",
                "/jaeger/api/services",
                "/jaeger/api/dependencies",
                "/jaeger/api/metrics/latencies" + MONITOR,
                "/jaeger/api/v3/traces" + V3,
                "/jaeger/api/v3/trace-summaries" + V3,
                "/jaeger/api/v3/traces/1"
            })
    void overHttp(String request) throws IOException {
        try (Running server = new Running(store)) {
            AtomicReference<QueryControl> seen = heldUntil(Completeness.Reason.CANCELLED);
            try (RawClient client = new RawClient(server.port())) {
                client.send(head(request));
                await().until(() -> seen.get() != null);
                assertThat(server.running()).isEqualTo(1);
            }
            await().until(() -> seen.get().exhausted() == Completeness.Reason.CANCELLED);
            await().until(() -> server.running() == 0);
            await().until(() -> server.answers.size() == 1);
            assertThat(server.answers.get(0)).endsWith(" 499");
        }
        QueryOptions brief = QueryOptions.defaults().with(new QueryOptions.Limits(Duration.ofMillis(30), 8L << 30, 64));
        try (Running server = new Running(store, brief, KeyRing.open())) {
            AtomicReference<QueryControl> seen = heldUntil(Completeness.Reason.TIME);
            try (RawClient client = new RawClient(server.port())) {
                client.send(head(request).replace("Host: a", "Host: a\r\nConnection: close"));
                assertThat(client.readAll()).startsWith("HTTP/1.1 ");
            }
            assertThat(seen.get().exhausted()).isEqualTo(Completeness.Reason.TIME);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tempopb.StreamingQuerier/Search",
                "google.devtools.cloudtrace.v1.TraceService/ListTraces",
                "jaeger.api_v3.QueryService/FindTraces",
                "jaeger.storage.v2.TraceReader/FindTraces",
                "jaeger.storage.v2.TraceReader/GetServices",
                "jaeger.storage.v2.DependencyReader/GetDependencies"
            })
    void overGrpc(String method) throws Exception {
        Map<String, byte[]> messages = Map.of(
                "tempopb.StreamingQuerier/Search",
                SearchRequest.newBuilder().setQuery("{}").build().toByteArray(),
                "google.devtools.cloudtrace.v1.TraceService/ListTraces",
                ListTracesRequest.newBuilder().setProjectId("p").build().toByteArray(),
                "jaeger.api_v3.QueryService/FindTraces",
                version3(),
                "jaeger.storage.v2.TraceReader/FindTraces",
                FindTracesRequest.newBuilder()
                        .setQuery(TraceQueryParameters.getDefaultInstance())
                        .build()
                        .toByteArray(),
                "jaeger.storage.v2.TraceReader/GetServices",
                new byte[0],
                "jaeger.storage.v2.DependencyReader/GetDependencies",
                io.spanhouse.proto.jaeger.storage.GetDependenciesRequest.newBuilder()
                        .setStartTime(time(1_718_801_000))
                        .setEndTime(time(1_718_803_000))
                        .build()
                        .toByteArray());
        AtomicReference<QueryControl> seen = heldUntil(Completeness.Reason.CANCELLED);
        try (QueryServer server = server(method)) {
            server.start();
            ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
                    .usePlaintext()
                    .build();
            ClientCall<byte[], byte[]> call = channel.newCall(
                    MethodDescriptor.<byte[], byte[]>newBuilder()
                            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                            .setFullMethodName(method)
                            .setRequestMarshaller(new Bytes())
                            .setResponseMarshaller(new Bytes())
                            .build(),
                    CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, new Metadata());
            call.request(1);
            call.sendMessage(messages.get(method));
            call.halfClose();
            await().until(() -> seen.get() != null);
            assertThat(server.running()).isEqualTo(1);
            call.cancel("enough", null);
            await().until(() -> seen.get().exhausted() == Completeness.Reason.CANCELLED);
            await().until(() -> server.running() == 0);
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private static com.google.protobuf.Timestamp time(long seconds) {
        return com.google.protobuf.Timestamp.newBuilder().setSeconds(seconds).build();
    }

    private static byte[] version3() {
        return io.spanhouse.proto.jaeger.v3.FindTracesRequest.newBuilder()
                .setQuery(io.spanhouse.proto.jaeger.v3.TraceQueryParameters.newBuilder()
                        .setStartTimeMin(time(1_718_801_000))
                        .setStartTimeMax(time(1_718_803_000)))
                .build()
                .toByteArray();
    }

    private QueryServer server(String method) {
        QueryServer.Source source = new QueryServer.Source(
                store, KeyRing.open(), io.spanhouse.query.QueryMetrics.NONE, Running.NO_DOCUMENTS);
        if (method.startsWith("jaeger.api_v3")) {
            return QueryServer.jaegerGrpc(QueryOptions.defaults(), source);
        }
        return method.startsWith("jaeger.storage")
                ? QueryServer.jaegerStorage(QueryOptions.defaults(), source, List.of())
                : QueryServer.main(QueryOptions.defaults(), source, List.of());
    }

    /** Messages as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
