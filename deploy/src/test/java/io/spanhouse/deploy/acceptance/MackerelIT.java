package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.ingest.testing.Requests;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The examples of Mackerel's documents, byte for byte: the request finds, the answers have the documented form. */
@Timeout(300)
final class MackerelIT {
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    /** A second inside the window of the documented request. */
    private static final long START_SECONDS = 1_718_802_100L;

    private static final String CART_TRACE = "550e8400e29b41d4a716446655440000";

    /** The documented id has two digits too many. */
    private static final String SPAN_ID = "0123456780123456";

    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static ReadApi api;

    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory);
        api = new ReadApi(server.ports());
        try (OtlpSender sender = new OtlpSender(server.ports())) {
            sender.send(Transport.HTTP_JSON, cart());
            sender.send(Transport.GRPC, documentedSpan());
        }
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void documentedRequestFindsARowOfTheDocumentedForm() {
        HttpResponse<byte[]> answer =
                api.send("POST", "/api/v0/traces", Samples.mackerel("mackerel-list-request.json"), JSON);
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        JsonNode documented = Samples.json(Samples.mackerel("mackerel-list-response.json"));
        JsonNode list = ReadApi.json(answer);
        assertThat(names(list)).isEqualTo(names(documented));
        assertThat(list.get("hasNextPage").asBoolean()).isFalse();
        assertThat(list.get("results")).hasSize(1);
        JsonNode row = list.get("results").get(0);
        assertThat(row)
                .isEqualTo(((ObjectNode) documented.get("results").get(0))
                        .put("traceStartAt", (int) START_SECONDS)
                        .put("serviceStartAt", (int) START_SECONDS)
                        .put("serviceLatencyMillis", 1234));
    }

    @Test
    void documentedTraceComesBack() {
        ObjectNode documented = (ObjectNode) Samples.json(Samples.mackerel("mackerel-get-response.json"));
        ObjectNode span = (ObjectNode) documented.get("spans").get(0);
        span.put("spanId", SPAN_ID);
        assertThat(api.mackerelTrace(span.get("traceId").stringValue())).isEqualTo(documented);
    }

    @Test
    void whatIsNotThereOrWrongIsSaidInTheDocumentedForm() {
        assertError(404, api.send("GET", "/api/v0/traces/" + "f".repeat(32), "", Map.of()));
        assertError(400, api.send("GET", "/api/v0/traces/none", "", Map.of()));
        assertError(400, api.send("POST", "/api/v0/traces", "{}", JSON));
    }

    private static void assertError(int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(ReadApi.json(answer).get("error").get("message").stringValue())
                .isNotBlank();
    }

    private static Set<String> names(JsonNode object) {
        return new TreeSet<>(object.propertyNames());
    }

    private static ExportTraceServiceRequest cart() {
        long start = START_SECONDS * 1_000_000_000L;
        Span.Builder span = Requests.span()
                .setTraceId(id(CART_TRACE))
                .setName("GET /api/users")
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + 1_234_567_890L)
                .clearAttributes()
                .addAttributes(Requests.attribute("http.method", "GET"))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("http.status_code")
                        .setValue(AnyValue.newBuilder().setIntValue(500)));
        Resource.Builder resource = Resource.newBuilder()
                .addAttributes(Requests.attribute("service.name", "shoppingcart"))
                .addAttributes(Requests.attribute("service.namespace", "shop"))
                .addAttributes(Requests.attribute("deployment.environment.name", "production"))
                .addAttributes(Requests.attribute("host.name", "web-server-1"));
        return request(resource, ScopeSpans.newBuilder().addSpans(span));
    }

    private static ExportTraceServiceRequest documentedSpan() {
        Instant time = Instant.parse("2025-07-09T14:03:02Z");
        long nanos = time.getEpochSecond() * 1_000_000_000L;
        Span.Builder span = Span.newBuilder()
                .setTraceId(id("0123456789abcdef0123456789abcdef"))
                .setSpanId(id(SPAN_ID))
                .setTraceState("congo=xx,key=val")
                .setName("test-span")
                .setKindValue(1)
                .setStartTimeUnixNano(nanos)
                .setEndTimeUnixNano(nanos)
                .addAttributes(Requests.attribute("http.route", "/"))
                .addEvents(Span.Event.newBuilder().setTimeUnixNano(nanos).setName("event1"))
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(id("abcdef0123456789abcdef0123456789"))
                        .setSpanId(id("abcdefabcdef0102")))
                .setStatus(Status.newBuilder().setCodeValue(1).setMessage("status message"));
        return request(
                Resource.newBuilder(),
                ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder()
                                .setName("my-library")
                                .setVersion("1.0.0"))
                        .addSpans(span));
    }

    private static ExportTraceServiceRequest request(Resource.Builder resource, ScopeSpans.Builder scope) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope))
                .build();
    }

    private static ByteString id(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
