package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.trace.v1.TraceServiceClient;
import com.google.cloud.trace.v1.TraceServiceSettings;
import com.google.devtools.cloudtrace.v1.ListTracesRequest;
import com.google.devtools.cloudtrace.v1.PatchTracesRequest;
import com.google.devtools.cloudtrace.v1.Trace;
import com.google.devtools.cloudtrace.v1.TraceSpan;
import com.google.devtools.cloudtrace.v1.Traces;
import com.google.protobuf.Timestamp;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.spanhouse.proto.cloudtrace.ListTracesResponse;
import io.spanhouse.proto.cloudtrace.TraceServiceGrpc;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's own client over both of its transports: what it patches it lists and gets back. */
@Timeout(300)
final class CloudTraceIT {
    private static final long START_SECONDS = 1_790_000_000L;

    @TempDir
    static Path directory;

    private static PackagedServer server;

    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static TraceServiceClient client(String transport) throws IOException {
        int port = server.ports().query();
        if (transport.equals("rest")) {
            return TraceServiceClient.create(TraceServiceSettings.newHttpJsonBuilder()
                    .setEndpoint("http://127.0.0.1:" + port)
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .build());
        }
        return TraceServiceClient.create(TraceServiceSettings.newBuilder()
                .setTransportChannelProvider(TraceServiceSettings.defaultGrpcTransportProviderBuilder()
                        .setEndpoint("127.0.0.1:" + port)
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
    }

    private static Timestamp time(int nanos) {
        return Timestamp.newBuilder().setSeconds(START_SECONDS).setNanos(nanos).build();
    }

    private static void patch(TraceServiceClient client, String project, Trace... traces) {
        client.patchTraces(PatchTracesRequest.newBuilder()
                .setProjectId(project)
                .setTraces(Traces.newBuilder().addAllTraces(List.of(traces)))
                .build());
    }

    private static Trace trace(String project, String id, TraceSpan... spans) {
        return Trace.newBuilder()
                .setProjectId(project)
                .setTraceId(id)
                .addAllSpans(List.of(spans))
                .build();
    }

    /** A span in two requests: begun, then ended with a label more and one changed. */
    @ParameterizedTest
    @CsvSource({"rest,11111111111111111111111111111111", "grpc,22222222222222222222222222222222"})
    void patchedInPiecesAndReadBack(String transport, String id) throws IOException {
        try (TraceServiceClient client = client(transport)) {
            TraceSpan begun = TraceSpan.newBuilder()
                    .setSpanId(-2)
                    .setKind(TraceSpan.SpanKind.RPC_SERVER)
                    .setName("/x " + transport)
                    .setStartTime(time(123_456_789))
                    .putLabels("/component", "cart")
                    .putLabels("state", "begun")
                    .build();
            TraceSpan child = TraceSpan.newBuilder()
                    .setSpanId(7)
                    .setParentSpanId(-2)
                    .setName("child")
                    .setStartTime(time(200_000_000))
                    .setEndTime(time(300_000_000))
                    .build();
            patch(client, "shop", trace("shop", id, begun, child));
            patch(
                    client,
                    "shop",
                    trace(
                            "shop",
                            id,
                            TraceSpan.newBuilder()
                                    .setSpanId(-2)
                                    .setEndTime(time(987_000_000))
                                    .putLabels("state", "ended")
                                    .putLabels("/http/method", "GET")
                                    .build()));

            Trace read = client.getTrace("shop", id);

            assertThat(read.getProjectId()).isEqualTo("shop");
            assertThat(read.getSpansList()).hasSize(2);
            TraceSpan root = read.getSpans(0);
            assertThat(root.getSpanId()).isEqualTo(-2);
            assertThat(root.getKind()).isEqualTo(TraceSpan.SpanKind.RPC_SERVER);
            assertThat(root.getName()).isEqualTo("/x " + transport);
            assertThat(root.getStartTime()).isEqualTo(time(123_456_789));
            assertThat(root.getEndTime()).isEqualTo(time(987_000_000));
            assertThat(root.getLabelsMap())
                    .containsAllEntriesOf(Map.of(
                            "/component", "cart", "state", "ended", "/http/method", "GET", "service.name", "cart"));
            assertThat(read.getSpans(1).getParentSpanId()).isEqualTo(-2);

            isFound(client, transport, read);
        }
    }

    /** By what its newest pieces say, and not by what they took the place of. */
    private static void isFound(TraceServiceClient client, String transport, Trace read) {
        ListTracesRequest list = ListTracesRequest.newBuilder()
                .setProjectId("shop")
                .setView(ListTracesRequest.ViewType.COMPLETE)
                .setFilter("+root:\"/x " + transport + "\" latency:863ms +state:ended")
                .setEndTime(time(123_456_789))
                .setOrderBy("duration desc")
                .build();
        assertThat(client.listTraces(list).iterateAll()).containsExactly(read);
        assertThat(client.listTraces(list.toBuilder()
                                .setFilter("+state:begun +/http/method:GET")
                                .build())
                        .iterateAll())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest", "grpc"})
    void pagesOfAllTraces(String transport) throws IOException {
        String project = "pages-" + transport;
        try (TraceServiceClient client = client(transport)) {
            List<Trace> traces = new ArrayList<>();
            for (int i = 1; i <= 25; i++) {
                traces.add(trace(
                        project,
                        (transport.equals("rest") ? "a" : "b") + "%031x".formatted(i),
                        TraceSpan.newBuilder()
                                .setSpanId(1)
                                .setName("page-" + transport)
                                .setStartTime(time(i))
                                .setEndTime(time(i + 1))
                                .build()));
            }
            patch(client, project, traces.toArray(new Trace[0]));
            List<String> ids = new ArrayList<>();
            client.listTraces(ListTracesRequest.newBuilder()
                            .setProjectId(project)
                            .setPageSize(10)
                            .setFilter("root:page-" + transport)
                            .setOrderBy("start")
                            .build())
                    .iterateAll()
                    .forEach(trace -> ids.add(trace.getTraceId()));
            assertThat(ids).isEqualTo(traces.stream().map(Trace::getTraceId).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest", "grpc"})
    void refusalsAreTheClientsOwnExceptions(String transport) throws IOException {
        try (TraceServiceClient client = client(transport)) {
            assertThatThrownBy(() -> client.getTrace("shop", "f".repeat(32)))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("there is no trace");
            assertThatThrownBy(() -> client.getTrace("shop", "xyz")).isInstanceOf(InvalidArgumentException.class);
            assertThatThrownBy(() -> client.listTraces(ListTracesRequest.newBuilder()
                                    .setProjectId("shop")
                                    .setFilter("latency:abc")
                                    .build())
                            .iterateAll()
                            .iterator()
                            .hasNext())
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("latency 'abc' at position 1");
            assertThatThrownBy(
                            () -> patch(client, "shop", trace("shop", "c".repeat(32), TraceSpan.getDefaultInstance())))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("a span with the id 0");
            assertThatThrownBy(() -> patch(client, "shop", trace("bank", "c".repeat(32))))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("is of project bank");
            TraceSpan[] many = new TraceSpan[30_000];
            Arrays.fill(many, TraceSpan.getDefaultInstance());
            assertThatThrownBy(() -> patch(client, "shop", trace("shop", "c".repeat(32), many)))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    /** An empty span takes three bytes here and a hundred times as many as an object. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{'projectId':'shop','traceId':'dddddddddddddddddddddddddddddddd','spans':[ | {} | ]}]",
                "[                                                                           | {'spans':[{}]} | ]"
            })
    void manyEmptySpansAreRefused(String before, String each, String after) {
        ReadApi api = new ReadApi(server.ports());
        String body = "{'traces':" + before + each + ("," + each).repeat(1_000_000) + after + "}";
        HttpResponse<byte[]> answer = api.send(
                "PATCH",
                "/v1/projects/shop/traces",
                body.replace('\'', '"'),
                Map.of("Content-Type", "application/json"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"INVALID_ARGUMENT\"");
        assertThat(api.send("GET", "/v1/projects/shop/traces", "", Map.of()).statusCode())
                .isEqualTo(200);
    }

    /** What the client above does not do: compressed messages, methods that are none. */
    @Test
    void plainCalls() throws InterruptedException {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(
                        "127.0.0.1", server.ports().query())
                .usePlaintext()
                .build();
        try {
            TraceServiceGrpc.TraceServiceBlockingStub stub = TraceServiceGrpc.newBlockingStub(channel);
            io.spanhouse.proto.cloudtrace.ListTracesRequest list =
                    io.spanhouse.proto.cloudtrace.ListTracesRequest.newBuilder()
                            .setProjectId("shop")
                            .setFilter("root:nobody")
                            .build();
            assertThat(stub.withCompression("gzip").listTraces(list).getTracesList())
                    .isEmpty();
            assertThatThrownBy(() ->
                            stub.patchTraces(io.spanhouse.proto.cloudtrace.PatchTracesRequest.getDefaultInstance()))
                    .hasMessageStartingWith("INVALID_ARGUMENT: found no header x-goog-request-params");
            MethodDescriptor<io.spanhouse.proto.cloudtrace.ListTracesRequest, ListTracesResponse> none =
                    TraceServiceGrpc.getListTracesMethod().toBuilder()
                            .setFullMethodName("google.devtools.cloudtrace.v1.TraceService/Nothing")
                            .build();
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(channel, none, CallOptions.DEFAULT, list))
                    .hasMessageStartingWith("UNIMPLEMENTED");
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /** The form in which other clients send: a real PATCH, names and numbers as JSON of protobuf allows them. */
    @Test
    void plainJson() {
        ReadApi api = new ReadApi(server.ports());
        String body = """
                {"traces":[{"project_id":"shop","traceId":"%s","unknown":{"a":[1]},"spans":[
                  {"spanId":"18446744073709551615","kind":2,"name":"%s","startTime":"2026-09-21T14:13:20.5+01:00",
                   "parentSpanId":null,"labels":{"k":"v"}}]}]}""".formatted("d".repeat(32), "é".repeat(100));
        HttpResponse<byte[]> answer =
                api.send("PATCH", "/v1/projects/shop/traces", body, Map.of("Content-Type", "application/json"));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
        HttpResponse<byte[]> read = api.send("GET", "/v1/projects/shop/traces/" + "d".repeat(32), "", Map.of());
        assertThat(new String(read.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"projectId\":\"shop\",\"traceId\":\"" + "d".repeat(32)
                        + "\",\"spans\":[{\"spanId\":\"18446744073709551615\",\"kind\":\"RPC_CLIENT\",\"name\":\""
                        + "é".repeat(64) + "\",\"startTime\":\"2026-09-21T13:13:20.500Z\","
                        + "\"labels\":{\"k\":\"v\",\"/component\":\"shop\",\"service.name\":\"shop\"}}]}");
    }
}
