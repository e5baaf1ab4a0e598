package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanhouse.proto.jaeger.expression.AttributeReference;
import io.spanhouse.proto.jaeger.expression.Call;
import io.spanhouse.proto.jaeger.expression.Expression;
import io.spanhouse.proto.jaeger.expression.Scalar;
import io.spanhouse.proto.jaeger.storage.AnyValue;
import io.spanhouse.proto.jaeger.storage.FindTracesRequest;
import io.spanhouse.proto.jaeger.storage.GetTraceParams;
import io.spanhouse.proto.jaeger.storage.GetTracesRequest;
import io.spanhouse.proto.jaeger.storage.KeyValue;
import io.spanhouse.proto.jaeger.storage.TraceQueryParameters;
import io.spanhouse.proto.jaeger.storage.TraceReaderGrpc;
import io.spanhouse.proto.jaeger.v3.QueryServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The traces that Jaeger tests its stores with, sent as Jaeger sends them, and the queries that it asks of them, asked in each
 * of its APIs: all find the same.
 */
@Timeout(300)
final class JaegerIT {
    private static final String TRACES = "/jaeger-storage/traces/";
    private static final Map<String, Set<String>> TRACE_IDS = new HashMap<>();
    private static final Map<String, Set<ByteString>> SPANS = new HashMap<>();

    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static ManagedChannel storage;
    private static ManagedChannel query;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void send() {
        server = PackagedServer.start(directory);
        storage = channel(server.ports().jaeger().storage());
        query = channel(server.ports().jaeger().grpc());
        for (String file : Samples.text(TRACES).lines().toList()) {
            ExportTraceServiceRequest request = OtlpJson.request(Samples.json(Samples.text(TRACES + file)));
            // Twice, as a client sends what it had no answer to: equal spans are there once.
            for (String compression : List.of("gzip", "identity")) {
                TraceServiceGrpc.newBlockingStub(storage)
                        .withCompression(compression)
                        .export(request);
            }
            Set<String> ids = new TreeSet<>();
            request.getResourceSpansList()
                    .forEach(resource -> resource.getScopeSpansList()
                            .forEach(scope -> scope.getSpansList().forEach(span -> {
                                String id = hex(span.getTraceId());
                                ids.add(id);
                                SPANS.computeIfAbsent(id, absent -> new HashSet<>())
                                        .add(span.toByteString());
                            })));
            TRACE_IDS.put(file.substring(0, file.lastIndexOf('.')), ids);
        }
        assertThat(TRACE_IDS).hasSize(32);
    }

    @AfterAll
    static void end() throws InterruptedException {
        for (ManagedChannel channel : List.of(storage, query)) {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
        server.close();
    }

    private static ManagedChannel channel(int port) {
        return ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @TestFactory
    List<DynamicTest> queriesFindExactlyTheirTraces() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode one : Samples.json(Samples.text("/jaeger-storage/queries.json"))) {
            Set<String> expected = new TreeSet<>();
            one.get("ExpectedFixtures").forEach(name -> expected.addAll(TRACE_IDS.get(name.stringValue())));
            JsonNode asked = one.get("Query");
            String caption = one.get("Caption").stringValue();
            tests.add(DynamicTest.dynamicTest(
                    caption + ": storage",
                    () -> assertThat(byStorage(asked, false)).isEqualTo(expected)));
            tests.add(DynamicTest.dynamicTest(
                    caption + ": storage, texts",
                    () -> assertThat(byStorage(asked, true)).isEqualTo(expected)));
            tests.add(DynamicTest.dynamicTest(
                    caption + ": version 3", () -> assertThat(byVersion3(asked)).isEqualTo(expected)));
            tests.add(DynamicTest.dynamicTest(
                    caption + ": version 3 over HTTP",
                    () -> assertThat(bySummaries(asked)).isEqualTo(expected)));
            tests.add(DynamicTest.dynamicTest(
                    caption + ": older", () -> assertThat(byOlder(asked)).isEqualTo(expected)));
        }
        assertThat(tests).hasSize(13 * 5);
        return tests;
    }

    private static Timestamp time(JsonNode text) {
        Instant time = Instant.parse(text.stringValue());
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static Duration nanos(JsonNode number) {
        return Duration.newBuilder().setNanos(number.intValue()).build();
    }

    private static Set<String> ids(Iterator<TracesData> chunks) {
        Map<String, List<ByteString>> found = new HashMap<>();
        chunks.forEachRemaining(chunk -> chunk.getResourceSpansList()
                .forEach(resource -> resource.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList()
                                .forEach(span -> found.computeIfAbsent(
                                                hex(span.getTraceId()), absent -> new ArrayList<>())
                                        .add(span.toByteString())))));
        found.forEach((id, spans) -> assertThat(spans).as(id).containsExactlyInAnyOrderElementsOf(SPANS.get(id)));
        return new TreeSet<>(found.keySet());
    }

    private static Set<String> byStorage(JsonNode asked, boolean texts) {
        TraceQueryParameters.Builder parameters = TraceQueryParameters.newBuilder()
                .setServiceName(asked.get("ServiceName").stringValue())
                .setOperationName(asked.get("OperationName").stringValue())
                .setStartTimeMin(time(asked.get("StartTimeMin")))
                .setStartTimeMax(time(asked.get("StartTimeMax")))
                .setDurationMin(nanos(asked.get("DurationMin")))
                .setDurationMax(nanos(asked.get("DurationMax")))
                .setSearchDepth(asked.get("NumTraces").intValue());
        for (Map.Entry<String, JsonNode> tag : asked.get("Tags").properties()) {
            parameters.addAttributes(
                    KeyValue.newBuilder().setKey(tag.getKey()).setValue(texts ? text(tag.getValue()) : typed(tag)));
        }
        return ids(TraceReaderGrpc.newBlockingStub(storage)
                .findTraces(FindTracesRequest.newBuilder().setQuery(parameters).build()));
    }

    private static AnyValue text(JsonNode value) {
        return AnyValue.newBuilder().setStringValue(value.asString()).build();
    }

    private static AnyValue typed(Map.Entry<String, JsonNode> tag) {
        JsonNode value = tag.getValue();
        AnyValue.Builder typed = AnyValue.newBuilder();
        return (value.isString()
                        ? typed.setStringValue(value.stringValue())
                        : value.isBoolean()
                                ? typed.setBoolValue(value.booleanValue())
                                : value.isIntegralNumber()
                                        ? typed.setIntValue(value.longValue())
                                        : typed.setDoubleValue(value.doubleValue()))
                .build();
    }

    private static Set<String> byVersion3(JsonNode asked) {
        io.spanhouse.proto.jaeger.v3.TraceQueryParameters.Builder parameters =
                io.spanhouse.proto.jaeger.v3.TraceQueryParameters.newBuilder()
                        .setServiceName(asked.get("ServiceName").stringValue())
                        .setOperationName(asked.get("OperationName").stringValue())
                        .setStartTimeMin(time(asked.get("StartTimeMin")))
                        .setStartTimeMax(time(asked.get("StartTimeMax")))
                        .setDurationMin(nanos(asked.get("DurationMin")))
                        .setDurationMax(nanos(asked.get("DurationMax")))
                        .setSearchDepth(asked.get("NumTraces").intValue());
        asked.get("Tags")
                .properties()
                .forEach(tag ->
                        parameters.putAttributes(tag.getKey(), tag.getValue().asString()));
        return ids(QueryServiceGrpc.newBlockingStub(query)
                .findTraces(io.spanhouse.proto.jaeger.v3.FindTracesRequest.newBuilder()
                        .setQuery(parameters)
                        .build()));
    }

    private static Set<String> bySummaries(JsonNode asked) {
        StringBuilder path = new StringBuilder("/api/v3/trace-summaries?query.serviceName=")
                .append(asked.get("ServiceName").stringValue())
                .append("&query.operationName=")
                .append(asked.get("OperationName").stringValue())
                .append("&query.searchDepth=")
                .append(asked.get("NumTraces").intValue())
                .append("&query.startTimeMin=")
                .append(asked.get("StartTimeMin").stringValue())
                .append("&query.startTimeMax=")
                .append(asked.get("StartTimeMax").stringValue());
        durations(path, asked, "query.durationMin", "query.durationMax");
        path.append("&query.attributes=").append(escaped(tags(asked)));
        Set<String> ids = new TreeSet<>();
        get(path.toString())
                .get("summaries")
                .forEach(summary -> ids.add(summary.get("traceId").stringValue()));
        return ids;
    }

    private static Set<String> byOlder(JsonNode asked) {
        StringBuilder path = new StringBuilder("/api/traces?service=")
                .append(asked.get("ServiceName").stringValue())
                .append("&operation=")
                .append(asked.get("OperationName").stringValue())
                .append("&limit=")
                .append(asked.get("NumTraces").intValue())
                .append("&start=")
                .append(micros(asked.get("StartTimeMin")))
                .append("&end=")
                .append(micros(asked.get("StartTimeMax")));
        durations(path, asked, "minDuration", "maxDuration");
        path.append("&tags=").append(escaped(tags(asked)));
        Set<String> ids = new TreeSet<>();
        get(path.toString())
                .get("data")
                .forEach(trace -> ids.add(trace.get("traceID").stringValue()));
        return ids;
    }

    private static long micros(JsonNode time) {
        Timestamp stamp = time(time);
        return stamp.getSeconds() * 1_000_000 + stamp.getNanos() / 1_000;
    }

    private static void durations(StringBuilder path, JsonNode asked, String min, String max) {
        for (Map.Entry<String, String> bound :
                Map.of(min, "DurationMin", max, "DurationMax").entrySet()) {
            int nanos = asked.get(bound.getValue()).intValue();
            if (nanos > 0) {
                path.append('&')
                        .append(bound.getKey())
                        .append('=')
                        .append(nanos)
                        .append("ns");
            }
        }
    }

    private static String tags(JsonNode asked) {
        StringBuilder json = new StringBuilder("{");
        asked.get("Tags")
                .properties()
                .forEach(tag -> json.append(json.length() > 1 ? "," : "")
                        .append('"')
                        .append(tag.getKey())
                        .append("\":\"")
                        .append(tag.getValue().asString())
                        .append('"'));
        return json.append('}').toString();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode get(String path) {
        try {
            HttpResponse<String> answer = CLIENT.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                    + server.ports().jaeger().http() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return Samples.json(answer.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path, e);
        }
    }

    @Test
    void everyTraceComesBackEqual() {
        GetTracesRequest.Builder request = GetTracesRequest.newBuilder()
                .addQuery(GetTraceParams.newBuilder().setTraceId(ByteString.copyFrom(new byte[16])));
        SPANS.keySet()
                .forEach(id -> request.addQuery(GetTraceParams.newBuilder()
                        .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(id)))));
        assertThat(ids(TraceReaderGrpc.newBlockingStub(storage).getTraces(request.build())))
                .isEqualTo(SPANS.keySet());
    }

    /** Jaeger's own conversion of a document, and ours. */
    @Test
    void transformIsJaegersOwn() throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.ports().query() + "/jaeger/api/transform"))
                        .POST(HttpRequest.BodyPublishers.ofString(Samples.text("/jaeger-json/otlp2jaeger-in.json")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(Samples.json(answer.body()))
                .isEqualTo(Samples.json(Samples.text("/jaeger-json/otlp2jaeger-out.json")));
    }

    /** What is no pattern is found out when the query is made ready. */
    @Test
    void aPatternThatIsNone() {
        Call regex = Call.newBuilder()
                .setOp("regex")
                .addArgs(Expression.newBuilder()
                        .setAttr(AttributeReference.newBuilder().setKey("a")))
                .addArgs(Expression.newBuilder().setScalar(Scalar.newBuilder().setValue("[a")))
                .build();
        FindTracesRequest request = FindTracesRequest.newBuilder()
                .setQuery(TraceQueryParameters.newBuilder().setFilter(regex))
                .build();
        assertThatThrownBy(() -> TraceReaderGrpc.newBlockingStub(storage)
                        .findTraces(request)
                        .hasNext())
                .hasMessageStartingWith("INVALID_ARGUMENT: regular expression is not valid");
    }

    @Test
    void healthIsServing() {
        assertThat(HealthGrpc.newBlockingStub(storage)
                        .check(HealthCheckRequest.newBuilder()
                                .setService("jaeger.storage.v2.TraceReader")
                                .build())
                        .getStatus())
                .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    }
}
