package io.spanhouse.query.jaeger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.spanhouse.proto.jaeger.expression.Call;
import io.spanhouse.proto.jaeger.expression.Expression;
import io.spanhouse.proto.jaeger.expression.FieldReference;
import io.spanhouse.proto.jaeger.expression.Scalar;
import io.spanhouse.proto.jaeger.v3.Dependency;
import io.spanhouse.proto.jaeger.v3.FindTraceSummariesRequest;
import io.spanhouse.proto.jaeger.v3.FindTracesRequest;
import io.spanhouse.proto.jaeger.v3.GetDependenciesRequest;
import io.spanhouse.proto.jaeger.v3.GetOperationsRequest;
import io.spanhouse.proto.jaeger.v3.GetServicesRequest;
import io.spanhouse.proto.jaeger.v3.GetTraceRequest;
import io.spanhouse.proto.jaeger.v3.QueryServiceGrpc;
import io.spanhouse.proto.jaeger.v3.TraceQueryParameters;
import io.spanhouse.proto.jaeger.v3.TraceSummary;
import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryServer;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code jaeger.api_v3.QueryService} by its generated client: each method, each field of a query, each refusal. */
final class Version3CallsTest {
    private static final long T0_SECONDS = Spans.T0 / 1_000_000_000;
    private static final int MANY = 2_500;

    private final MemoryTraceStore memory = new MemoryTraceStore();
    private QueryServer server;
    private ManagedChannel channel;
    private QueryServiceGrpc.QueryServiceBlockingStub client;

    @BeforeEach
    void start() throws IOException {
        Spans spans = new Spans().service("web");
        // Of two roots the earlier one is the root.
        spans.span(0xa, 4, 0, "second root", 10, 1).end();
        spans.span(0xa, 1, 0, "GET /", 0, 1_500).with("tier", "gold").end();
        spans.span(0xa, 3, 9, "late", 5, 2).end();
        spans.service("db").span(0xa, 2, 1, "select", 1, 2).status(2).end();
        spans.service("web").span(0xb, 1, 0, "GET /", 60_000, 1).end();
        memory.take("default", spans.build());
        server = QueryServer.jaegerGrpc(
                QueryOptions.defaults(),
                new QueryServer.Source(memory, KeyRing.open(), QueryMetrics.NONE, Running.NO_DOCUMENTS));
        server.start();
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        client = QueryServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() throws Exception {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        server.close();
    }

    private static Timestamp time(long seconds) {
        return Timestamp.newBuilder().setSeconds(T0_SECONDS + seconds).build();
    }

    private static TraceQueryParameters.Builder window() {
        return TraceQueryParameters.newBuilder().setStartTimeMin(time(-60)).setStartTimeMax(time(120));
    }

    private List<String> ids(TraceQueryParameters.Builder query) {
        List<String> ids = new ArrayList<>();
        client.findTraceSummaries(
                        FindTraceSummariesRequest.newBuilder().setQuery(query).build())
                .forEachRemaining(page -> page.getSummariesList()
                        .forEach(summary -> ids.add(summary.getTraceId().replaceFirst("^0+", ""))));
        return ids;
    }

    private static void refused(ThrowingCallable call, String complaint) {
        assertThatThrownBy(call).hasMessageContaining(complaint);
    }

    @Test
    void oneTrace() {
        GetTraceRequest request = GetTraceRequest.newBuilder()
                .setTraceId("A")
                .setStartTime(time(0))
                .setEndTime(time(1))
                .setRawTraces(true)
                .build();
        List<String> names = new ArrayList<>();
        client.getTrace(request)
                .forEachRemaining(chunk -> chunk.getResourceSpansList()
                        .forEach(resource -> resource.getScopeSpansList()
                                .forEach(scope -> scope.getSpansList().forEach(span -> names.add(span.getName())))));
        assertThat(names).containsExactlyInAnyOrder("GET /", "late", "second root", "select");
        refused(
                () -> client.getTrace(
                                GetTraceRequest.newBuilder().setTraceId("c").build())
                        .hasNext(),
                "NOT_FOUND: trace not found");
        for (String none : List.of("", "xyz", "0", "a".repeat(33), "AAAAAAAAAAAAAAAAAAAAAQ==")) {
            refused(
                    () -> client.getTrace(GetTraceRequest.newBuilder()
                                    .setTraceId(none)
                                    .build())
                            .hasNext(),
                    "INVALID_ARGUMENT: ");
        }
    }

    @Test
    void aLargeTraceComesInChunksOfAThousand() {
        Spans spans = new Spans().service("large");
        for (int i = 1; i <= MANY; i++) {
            spans.span(0xd, i, 0, "op", i, 1).end();
        }
        memory.take("default", spans.build());
        List<Integer> sizes = new ArrayList<>();
        client.getTrace(GetTraceRequest.newBuilder().setTraceId("d").build())
                .forEachRemaining(chunk -> sizes.add(chunk.getResourceSpansList().stream()
                        .flatMap(resource -> resource.getScopeSpansList().stream())
                        .mapToInt(scope -> scope.getSpansCount())
                        .sum()));
        assertThat(sizes).allMatch(size -> size > 0 && size <= 1_000);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(MANY);
    }

    @Test
    void eachFieldOfAQuery() {
        assertThat(ids(window())).containsExactly("b", "a");
        assertThat(ids(window().setServiceName("db"))).containsExactly("a");
        assertThat(ids(window().setOperationName("select"))).containsExactly("a");
        assertThat(ids(window().putAttributes("tier", "gold"))).containsExactly("a");
        assertThat(ids(window().putAttributes("error", "true").setServiceName("web")))
                .isEmpty();
        assertThat(ids(window().setDurationMin(Duration.newBuilder().setSeconds(1))))
                .containsExactly("a");
        assertThat(ids(window().setServiceName("db")
                        .setDurationMax(Duration.newBuilder().setNanos(2_000_000))))
                .containsExactly("a");
        assertThat(ids(window().setServiceName("db")
                        .setDurationMax(Duration.newBuilder().setNanos(1_999_999))))
                .isEmpty();
        assertThat(ids(window().setSearchDepth(1))).containsExactly("b");
        assertThat(ids(window().setStartTimeMin(time(30)))).containsExactly("b");
        assertThat(ids(window().setStartTimeMax(time(30)))).containsExactly("a");
        Call named = Call.newBuilder()
                .setOp("eq")
                .addArgs(Expression.newBuilder()
                        .setField(FieldReference.newBuilder().setName("name").setLevel("span")))
                .addArgs(Expression.newBuilder().setScalar(Scalar.newBuilder().setValue("late")))
                .build();
        assertThat(ids(window().setFilter(named))).containsExactly("a");
        List<String> services = new ArrayList<>();
        client.findTraces(FindTracesRequest.newBuilder()
                        .setQuery(window().setServiceName("db").setRawTraces(true))
                        .build())
                .forEachRemaining(chunk -> chunk.getResourceSpansList()
                        .forEach(resource -> services.add(resource.getResource()
                                .getAttributes(0)
                                .getValue()
                                .getStringValue())));
        assertThat(services).contains("web", "db");
    }

    @Test
    void eachFieldOfASummary() {
        TraceSummary summary = client.findTraceSummaries(FindTraceSummariesRequest.newBuilder()
                        .setQuery(window().setServiceName("db"))
                        .build())
                .next()
                .getSummaries(0);
        assertThat(summary.getTraceId()).isEqualTo("0000000000000000000000000000000a");
        assertThat(summary.getRootServiceName()).isEqualTo("web");
        assertThat(summary.getRootOperationName()).isEqualTo("GET /");
        assertThat(summary.getMinStartTimeUnixNano()).isEqualTo(Spans.T0);
        assertThat(summary.getMaxEndTimeUnixNano()).isEqualTo(Spans.T0 + 1_500_000_000L);
        assertThat(summary.getSpanCount()).isEqualTo(4);
        assertThat(summary.getErrorSpanCount()).isEqualTo(1);
        assertThat(summary.getOrphanSpanCount()).isEqualTo(1);
        assertThat(summary.getServices(0).getName()).isEqualTo("db");
        assertThat(summary.getServices(0).getErrorSpanCount()).isEqualTo(1);
        assertThat(summary.getServices(1).getSpanCount()).isEqualTo(3);
    }

    @Test
    void namesAndCalls() {
        assertThat(client.getServices(GetServicesRequest.getDefaultInstance()).getServicesList())
                .containsExactly("db", "web");
        assertThat(client.getOperations(GetOperationsRequest.newBuilder()
                                .setService("web")
                                .setSpanKind("server")
                                .build())
                        .getOperationsList())
                .hasSize(3)
                .allMatch(operation -> operation.getSpanKind().equals("server"));
        Dependency call = client.getDependencies(GetDependenciesRequest.newBuilder()
                        .setStartTime(time(-60))
                        .setEndTime(time(60))
                        .build())
                .getDependencies(0);
        assertThat(call.getParent() + call.getChild() + call.getCallCount()).isEqualTo("webdb1");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        for (TraceQueryParameters.Builder query : List.of(
                TraceQueryParameters.newBuilder(),
                TraceQueryParameters.newBuilder().setStartTimeMin(time(0)),
                window().setStartTimeMin(time(500)),
                window().setSearchDepth(10_001),
                window().setDurationMin(Duration.newBuilder().setSeconds(2))
                        .setDurationMax(Duration.newBuilder().setSeconds(1)),
                window().setServiceName("web").setFilter(Call.newBuilder().setOp("eq")))) {
            refused(
                    () -> client.findTraces(FindTracesRequest.newBuilder()
                                    .setQuery(query)
                                    .build())
                            .hasNext(),
                    "INVALID_ARGUMENT: ");
        }
        refused(() -> client.findTraces(FindTracesRequest.getDefaultInstance()).hasNext(), "INVALID_ARGUMENT: ");
        refused(() -> client.getOperations(GetOperationsRequest.getDefaultInstance()), "INVALID_ARGUMENT: ");
        refused(
                () -> client.getDependencies(GetDependenciesRequest.newBuilder()
                        .setStartTime(time(1))
                        .setEndTime(time(1))
                        .build()),
                "INVALID_ARGUMENT: start_time and end_time are required");
        refused(
                () -> client.getDependencies(GetDependenciesRequest.newBuilder()
                        .setStartTime(time(1))
                        .build()),
                "INVALID_ARGUMENT: start_time and end_time are required");
    }
}
