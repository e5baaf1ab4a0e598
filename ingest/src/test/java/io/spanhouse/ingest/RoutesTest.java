package io.spanhouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands at which path, method and media type, and what those who miss it are told. */
class RoutesTest {
    private static TestServers servers;
    private static HttpSender http;
    private static GrpcClient grpc;

    @BeforeAll
    static void start() throws Exception {
        servers = new TestServers();
        http = new HttpSender(servers.http.port());
        grpc = new GrpcClient(servers.grpc.port());
    }

    @AfterAll
    static void stop() throws Exception {
        grpc.close();
        servers.close();
    }

    @BeforeEach
    void forget() {
        servers.forget();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-protobuf",
                "application/x-protobuf; charset=utf-8",
                "Application/X-Protobuf",
                "application/x-protobuf;proto=x",
                "application/protobuf"
            })
    void row7ParametersAndCaseDoNotMatter(String contentType) {
        Answer answer = http.post(Requests.spans(2).toByteArray(), Map.of("content-type", contentType));
        assertThat(answer).isEqualTo(new Answer("200", "", 0, -1));
        assertThat(servers.sink.spans()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bodiesWithoutALengthAndClientsThatAskFirst(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        URI uri = URI.create("http://127.0.0.1:" + servers.http.port() + "/v1/traces");
        byte[] body = Requests.spans(4_000).toByteArray();
        for (boolean ask : new boolean[] {false, true}) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", "application/x-protobuf")
                            .expectContinue(ask)
                            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
        }
        assertThat(servers.sink.spans()).isEqualTo(4_000);
        assertThat(servers.metrics.count("duplicate")).isEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-protobufs", "application/octet-stream", "nonsense", ""})
    void row6OtherMediaTypesAreNamed(String contentType) {
        Map<String, String> headers = contentType.isEmpty() ? Map.of() : Map.of("content-type", contentType);
        HttpResponse<byte[]> response =
                http.send("POST", "/v1/traces", Requests.spans(2).toByteArray(), headers);
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
        assertThat(HttpSender.answer(response).message()).contains("application/json", "application/x-protobuf");
        assertThat(servers.metrics.counts()).isEqualTo(Map.of("R content_type", 1L));
        assertThat(servers.sink.spans()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"})
    void row8OtherMethods(String method) {
        HttpResponse<byte[]> response = http.send(method, "/v1/traces", new byte[0], Map.of());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("POST");
        assertThat(servers.metrics.counts()).isEqualTo(Map.of("R route", 1L));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/logs, OTEL_LOGS_EXPORTER=none",
        "/v1/metrics, OTEL_METRICS_EXPORTER=none",
        "/v1development/profiles, profiles",
        "/, /v1/traces",
        "/v1/traces/, /v1/traces",
        "/v1/trace, /v1/traces",
        "/v1/traces/v1/traces, /v1/traces"
    })
    void row8OtherPathsGetAStatusThatNamesTheRightOne(String path, String named) {
        for (String type : new String[] {"application/x-protobuf", "application/json"}) {
            HttpResponse<byte[]> response =
                    http.send("POST", path, Requests.spans(2).toByteArray(), Map.of("content-type", type));
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("content-type")).hasValue(type);
            assertThat(HttpSender.answer(response).message()).contains(named);
        }
        assertThat(servers.metrics.counts()).isEqualTo(Map.of("R route", 2L));
        assertThat(servers.sink.spans()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "opentelemetry.proto.collector.metrics.v1.MetricsService/Export, OTEL_METRICS_EXPORTER=none",
        "opentelemetry.proto.collector.logs.v1.LogsService/Export, OTEL_LOGS_EXPORTER=none",
        "opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export, profiles",
        "opentelemetry.proto.collector.trace.v1.TraceService/Exports, TraceService/Export",
        "some.Service/Method, TraceService/Export"
    })
    void row8OtherGrpcMethods(String method, String named) {
        Answer answer = grpc.call(method, Requests.spans(2).toByteArray(), "", Map.of());
        assertThat(answer.code()).isEqualTo("UNIMPLEMENTED");
        assertThat(answer.message()).contains(named);
        assertThat(servers.metrics.counts()).isEqualTo(Map.of("R route", 1L));
        assertThat(servers.sink.spans()).isZero();
    }

    @Test
    void row5UnknownEncodingsAreToldTheKnown() {
        HttpResponse<byte[]> response = http.send(
                "POST",
                "/v1/traces",
                new byte[10],
                Map.of("content-type", "application/json", "content-encoding", "br"));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("accept-encoding")).hasValue("gzip, zstd");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(servers.metrics.counts()).isEqualTo(Map.of("R encoding", 1L));
    }

    @Test
    void preflightOfAnAllowedPage() {
        HttpResponse<byte[]> response = http.send(
                "OPTIONS",
                "/v1/traces",
                new byte[0],
                Map.of(
                        "origin", "https://shop.example",
                        "access-control-request-method", "POST",
                        "access-control-request-headers", "content-type,x-api-key"));
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("https://shop.example");
        assertThat(response.headers().firstValue("access-control-allow-methods"))
                .hasValue("POST");
        assertThat(response.headers().firstValue("access-control-allow-headers"))
                .hasValue("content-type,x-api-key");
        Answer answer = http.post(
                Requests.spans(2).toByteArray(),
                Map.of("content-type", "application/x-protobuf", "origin", "https://shop.example"));
        assertThat(answer.code()).isEqualTo("200");
    }

    @Test
    void otherPagesGetNoCorsHeaders() {
        HttpResponse<byte[]> response = http.send(
                "OPTIONS",
                "/v1/traces",
                new byte[0],
                Map.of("origin", "https://evil.example", "access-control-request-method", "POST"));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void healthIsServed() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(grpc.channel());
        for (String service : new String[] {"", TraceServiceGrpc.SERVICE_NAME}) {
            assertThat(health.check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
        assertThat(servers.metrics.counts()).isEmpty();
    }

    @Test
    void reflectionShowsTheRealSchema() throws Exception {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> ask = ServerReflectionGrpc.newStub(grpc.channel())
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse value) {
                        answer.complete(value);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        ask.onNext(ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(TraceServiceGrpc.SERVICE_NAME)
                .build());
        assertThat(answer.get(10, TimeUnit.SECONDS).getFileDescriptorResponse().getFileDescriptorProtoCount())
                .isPositive();
        ask.onCompleted();
    }

    @Test
    void grpcOnTheHttpPortIsSentToItsOwn() {
        try (GrpcClient lost = new GrpcClient(servers.http.port())) {
            Answer answer = lost.export(Requests.spans(2).toByteArray(), "", Map.of());
            assertThat(answer.code()).isEqualTo("UNIMPLEMENTED");
            assertThat(answer.message()).contains("" + TestServers.GRPC_PORT_NAMED);
        }
        assertThat(servers.metrics.counts()).isEqualTo(Map.of("R route", 1L));
    }

    @Test
    void httpOnTheGrpcPortIsSentToItsOwn() {
        HttpSender lost = new HttpSender(servers.grpc.port());
        HttpResponse<byte[]> response = lost.send(
                "POST", "/v1/traces", Requests.spans(2).toByteArray(), Map.of("content-type", "application/json"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("" + TestServers.HTTP_PORT_NAMED, "/v1/traces");
        assertThat(servers.metrics.counts()).isEqualTo(Map.of("C wrong_protocol", 1L));
    }
}
