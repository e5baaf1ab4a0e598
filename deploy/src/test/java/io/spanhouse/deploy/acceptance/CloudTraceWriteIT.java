package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.opentelemetry.trace.TraceConfiguration;
import com.google.cloud.opentelemetry.trace.TraceExporter;
import com.google.cloud.trace.v2.TraceServiceClient;
import com.google.cloud.trace.v2.TraceServiceSettings;
import com.google.cloud.trace.v2.stub.TraceServiceStubSettings;
import com.google.devtools.cloudtrace.v2.AttributeValue;
import com.google.devtools.cloudtrace.v2.Span;
import com.google.devtools.cloudtrace.v2.StackTrace;
import com.google.devtools.cloudtrace.v2.TruncatableString;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Cloud Trace API v2 by Google's own client over both transports, and by the OpenTelemetry exporter that sends it. */
@Timeout(300)
final class CloudTraceWriteIT {
    private static final long START_SECONDS = 1_790_000_000L;

    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static ReadApi api;

    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory);
        api = new ReadApi(server.ports());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static TraceServiceClient client(String transport) throws IOException {
        TraceServiceSettings.Builder settings = transport.equals("rest")
                ? TraceServiceSettings.newHttpJsonBuilder()
                        .setEndpoint("http://127.0.0.1:" + server.ports().query())
                : TraceServiceSettings.newBuilder()
                        .setTransportChannelProvider(TraceServiceSettings.defaultGrpcTransportProviderBuilder()
                                .setEndpoint("127.0.0.1:" + server.ports().query())
                                .setChannelConfigurator(channel -> channel.usePlaintext())
                                .build());
        return TraceServiceClient.create(
                settings.setCredentialsProvider(NoCredentialsProvider.create()).build());
    }

    private static Timestamp time(int nanos) {
        return Timestamp.newBuilder().setSeconds(START_SECONDS).setNanos(nanos).build();
    }

    private static TruncatableString text(String text) {
        return TruncatableString.newBuilder().setValue(text).build();
    }

    private static AttributeValue value(String text) {
        return AttributeValue.newBuilder().setStringValue(text(text)).build();
    }

    private static Span whole(String trace) {
        return Span.newBuilder()
                .setName("projects/shop/traces/" + trace + "/spans/fffffffffffffffe")
                .setSpanId("fffffffffffffffe")
                .setParentSpanId("00000000000000aa")
                .setDisplayName(text("GET /x"))
                .setStartTime(time(123_456_789))
                .setEndTime(time(987_000_000))
                .setSpanKind(Span.SpanKind.CONSUMER)
                .setAttributes(Span.Attributes.newBuilder()
                        .putAttributeMap("service.name", value("cart"))
                        .putAttributeMap("service.version", value("7"))
                        .putAttributeMap("otel.scope.name", value("lib"))
                        .putAttributeMap("text", value("é"))
                        .putAttributeMap(
                                "number",
                                AttributeValue.newBuilder().setIntValue(-5).build())
                        .putAttributeMap(
                                "truth",
                                AttributeValue.newBuilder().setBoolValue(true).build())
                        .setDroppedAttributesCount(3))
                .setTimeEvents(Span.TimeEvents.newBuilder()
                        .addTimeEvent(Span.TimeEvent.newBuilder()
                                .setTime(time(200_000_000))
                                .setAnnotation(Span.TimeEvent.Annotation.newBuilder()
                                        .setDescription(text("retry"))
                                        .setAttributes(Span.Attributes.newBuilder()
                                                .putAttributeMap("attempt", value("2"))
                                                .setDroppedAttributesCount(1))))
                        .addTimeEvent(Span.TimeEvent.newBuilder()
                                .setTime(time(300_000_000))
                                .setMessageEvent(Span.TimeEvent.MessageEvent.newBuilder()
                                        .setType(Span.TimeEvent.MessageEvent.Type.SENT)
                                        .setId(9)
                                        .setUncompressedSizeBytes(100)
                                        .setCompressedSizeBytes(50)))
                        .setDroppedAnnotationsCount(2)
                        .setDroppedMessageEventsCount(4))
                .setLinks(Span.Links.newBuilder()
                        .addLink(Span.Link.newBuilder()
                                .setTraceId("0af7651916cd43dd8448eb211c80319c")
                                .setSpanId("00f067aa0ba902b7")
                                .setType(Span.Link.Type.PARENT_LINKED_SPAN)
                                .setAttributes(Span.Attributes.newBuilder().putAttributeMap("why", value("batch"))))
                        .setDroppedLinksCount(1))
                .setStatus(Status.newBuilder().setCode(Code.NOT_FOUND_VALUE).setMessage("no such cart"))
                .setStackTrace(StackTrace.newBuilder()
                        .setStackFrames(StackTrace.StackFrames.newBuilder()
                                .addFrame(StackTrace.StackFrame.newBuilder()
                                        .setFunctionName(text("a.B.c"))
                                        .setFileName(text("B.java"))
                                        .setLineNumber(12))
                                .setDroppedFramesCount(3)))
                .setSameProcessAsParentSpan(BoolValue.of(false))
                .setChildSpanCount(Int32Value.of(6))
                .build();
    }

    private static Map<String, AnyValue> map(List<KeyValue> pairs) {
        Map<String, AnyValue> map = new TreeMap<>();
        pairs.forEach(pair -> map.put(pair.getKey(), pair.getValue()));
        return map;
    }

    private static AnyValue string(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    private static AnyValue number(long number) {
        return AnyValue.newBuilder().setIntValue(number).build();
    }

    @ParameterizedTest
    @CsvSource({"rest,11111111111111111111111111111111", "grpc,22222222222222222222222222222222"})
    void everyFieldIsKept(String transport, String trace) throws IOException {
        Span sent = whole(trace);
        try (TraceServiceClient client = client(transport)) {
            client.batchWriteSpans("projects/shop", List.of(sent));
            client.batchWriteSpans("projects/shop", List.of(sent));
        }
        ResourceSpans resource = api.trace(trace).getResourceSpans(0);
        assertThat(map(resource.getResource().getAttributesList()))
                .isEqualTo(Map.of("service.name", string("cart"), "service.version", string("7")));
        assertThat(resource.getScopeSpans(0).getScope().getName()).isEqualTo("lib");
        assertThat(resource.getScopeSpans(0).getSpansList()).hasSize(1);
        io.opentelemetry.proto.trace.v1.Span span = resource.getScopeSpans(0).getSpans(0);
        assertThat(span.getName()).isEqualTo("GET /x");
        assertThat(span.getSpanId().byteAt(7)).isEqualTo((byte) 0xfe);
        assertThat(span.getParentSpanId().byteAt(7)).isEqualTo((byte) 0xaa);
        assertThat(span.getStartTimeUnixNano()).isEqualTo(START_SECONDS * 1_000_000_000 + 123_456_789);
        assertThat(span.getEndTimeUnixNano()).isEqualTo(START_SECONDS * 1_000_000_000 + 987_000_000);
        assertThat(span.getKindValue()).isEqualTo(5);
        assertThat(span.getFlags()).isEqualTo(0x300);
        assertThat(map(span.getAttributesList()))
                .isEqualTo(Map.of(
                        "text",
                        string("é"),
                        "number",
                        number(-5),
                        "truth",
                        AnyValue.newBuilder().setBoolValue(true).build(),
                        "g.co/status_code",
                        number(5),
                        "g.co/child_span_count",
                        number(6),
                        "/stacktrace",
                        string("at a.B.c (B.java:12)\n... 3 more\n")));
        assertThat(span.getDroppedAttributesCount()).isEqualTo(3);
        assertThat(span.getStatus().getCodeValue()).isEqualTo(2);
        assertThat(span.getStatus().getMessage()).isEqualTo("no such cart");
        assertThat(span.getEvents(0).getName()).isEqualTo("retry");
        assertThat(span.getEvents(0).getTimeUnixNano()).isEqualTo(START_SECONDS * 1_000_000_000 + 200_000_000);
        assertThat(map(span.getEvents(0).getAttributesList())).isEqualTo(Map.of("attempt", string("2")));
        assertThat(span.getEvents(0).getDroppedAttributesCount()).isEqualTo(1);
        assertThat(span.getEvents(1).getName()).isEqualTo("message");
        assertThat(map(span.getEvents(1).getAttributesList()))
                .isEqualTo(Map.of(
                        "message.type",
                        string("SENT"),
                        "message.id",
                        number(9),
                        "message.uncompressed_size",
                        number(100),
                        "message.compressed_size",
                        number(50)));
        assertThat(span.getDroppedEventsCount()).isEqualTo(6);
        assertThat(map(span.getLinks(0).getAttributesList()))
                .isEqualTo(Map.of("why", string("batch"), "g.co/link_type", string("PARENT_LINKED_SPAN")));
        assertThat(span.getDroppedLinksCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"rest,33333333333333333333333333333333", "grpc,44444444444444444444444444444444"})
    void oneSpanIsAnsweredWithItself(String transport, String trace) throws IOException {
        Span sent = whole(trace);
        try (TraceServiceClient client = client(transport)) {
            assertThat(client.createSpan(sent)).isEqualTo(sent);
        }
        assertThat(api.trace(trace).getResourceSpansCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest", "grpc"})
    void refusalsAreTheClientsOwnExceptions(String transport) throws IOException {
        Span span = whole("5".repeat(32));
        try (TraceServiceClient client = client(transport)) {
            for (Map.Entry<Span, String> bad : Map.of(
                            span.toBuilder()
                                    .setName("projects/bank/traces/" + "5".repeat(32) + "/spans/fffffffffffffffe")
                                    .build(),
                            "is of another project, expected shop",
                            span.toBuilder().setName("traces/5").build(),
                            "the name of a span is 'traces/5', expected projects/shop/traces/ID/spans/ID",
                            span.toBuilder().setSpanId("00000000000000ab").build(),
                            "expected the same id in both",
                            span.toBuilder().setParentSpanId("ab").build(),
                            "parent_span_id is 'ab', expected 16 hexadecimal digits, not all 0",
                            span.toBuilder()
                                    .setLinks(Span.Links.newBuilder().addLink(Span.Link.getDefaultInstance()))
                                    .build(),
                            "the trace id of a link is '', expected 32 hexadecimal digits")
                    .entrySet()) {
                assertThatThrownBy(() -> client.batchWriteSpans("projects/shop", List.of(span, bad.getKey())))
                        .isInstanceOf(InvalidArgumentException.class)
                        .hasMessageContaining(bad.getValue());
            }
            Span many = Span.newBuilder()
                    .setName(span.getName())
                    .setTimeEvents(Span.TimeEvents.newBuilder()
                            .addAllTimeEvent(Collections.nCopies(100_000, Span.TimeEvent.getDefaultInstance())))
                    .build();
            assertThatThrownBy(() -> client.batchWriteSpans("projects/shop", List.of(many)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("expected at most so many");
        }
        assertThat(api.trace("5".repeat(32)).getResourceSpansCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'spans':[{'name':1}]} | name is 1 at line 1, expected a string",
                "{'spans':[{'spanKind':'BOSS'}]} | spanKind is 'BOSS', expected one of SPAN_KIND_UNSPECIFIED",
                "{'spans':[{'startTime':'noon'}]} | expected a time like",
                "{'spans':[{'attributes':{'attributeMap':{'k':{'intValue':'x'}}}}]} | expected a whole number",
                "{'name':'projects/bank'} | expected projects/shop as in the address",
                "{'spans':[ | the body is no JSON: line 1, column",
                "[] | expected an object"
            })
    void badJsonIsRefusedWithItsPlace(String body, String message) {
        HttpResponse<byte[]> answer = post("/v2/projects/shop/traces:batchWrite", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = ReadApi.json(answer).get("error");
        assertThat(error.get("status").stringValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.get("message").stringValue()).contains(message);
    }

    @Test
    void plainJson() {
        String name = "projects/shop/traces/" + "6".repeat(32) + "/spans/000000000000000a";
        String body = "{'displayName':{'value':'x'},'start_time':'2026-09-21T14:13:20.5Z','spanKind':2,'unknown':[1],"
                + "'attributes':{'attribute_map':{'/component':{'stringValue':{'value':'cart'}}}},'status':null}";
        HttpResponse<byte[]> answer = post("/v2/" + name, body);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"" + name + "\"," + ReadApi.quoted(body).substring(1));
        io.opentelemetry.proto.trace.v1.Span span =
                api.trace("6".repeat(32)).getResourceSpans(0).getScopeSpans(0).getSpans(0);
        assertThat(span.getName()).isEqualTo("x");
        assertThat(span.getKindValue()).isEqualTo(2);
        assertThat(span.hasStatus()).isFalse();
        answer = post("/v2/" + name, "{'name':'projects/shop/traces/1/spans/2'}");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("as in the address, or none");
    }

    private static HttpResponse<byte[]> post(String path, String body) {
        return api.send("POST", path, ReadApi.quoted(body), Map.of("Content-Type", "application/json"));
    }

    /** What an application sends that was made for Google's own service, and finds by v1. */
    @Test
    @SuppressWarnings("deprecation") // Its makers want it to be replaced by OTLP; those who have it send by it.
    void openTelemetryExporter() throws IOException {
        TraceServiceStubSettings settings = TraceServiceStubSettings.newBuilder()
                .setTransportChannelProvider(TraceServiceStubSettings.defaultGrpcTransportProviderBuilder()
                        .setEndpoint("127.0.0.1:" + server.ports().query())
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build();
        Resource resource = Resource.getDefault()
                .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "till")));
        String traceId;
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(resource)
                .addSpanProcessor(
                        SimpleSpanProcessor.create(TraceExporter.createWithConfiguration(TraceConfiguration.builder()
                                .setProjectId("shop")
                                .setTraceServiceStub(settings.createStub())
                                .build())))
                .build()) {
            io.opentelemetry.api.trace.Span span = provider.get("shop-lib", "2.1")
                    .spanBuilder("pay")
                    .setSpanKind(SpanKind.SERVER)
                    .setAttribute("http.method", "POST")
                    .setAttribute("amount", 12L)
                    .startSpan();
            span.addEvent("charged", Attributes.of(AttributeKey.booleanKey("ok"), true));
            span.setStatus(StatusCode.ERROR, "card refused");
            span.end();
            traceId = span.getSpanContext().getTraceId();
            assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
        }
        ResourceSpans found = api.trace(traceId).getResourceSpans(0);
        assertThat(map(found.getResource().getAttributesList())).containsEntry("service.name", string("till"));
        io.opentelemetry.proto.trace.v1.Span span = found.getScopeSpans(0).getSpans(0);
        // The exporter says of what kind a span is in its name alone.
        assertThat(span.getName()).isEqualTo("Recv.pay");
        assertThat(span.getStatus().getCodeValue()).isEqualTo(2);
        assertThat(span.getStatus().getMessage()).isEqualTo("card refused");
        assertThat(map(span.getAttributesList()))
                .containsEntry("amount", number(12))
                .containsEntry("/http/method", string("POST"));
        assertThat(span.getEvents(0).getName()).isEqualTo("charged");
        HttpResponse<byte[]> listed = api.send(
                "GET",
                "/v1/projects/shop/traces?filter=%2Broot:Recv.pay%20%2Bmethod:POST%20%2Bservice.name:till",
                "",
                Map.of());
        assertThat(ReadApi.json(listed).get("traces").get(0).get("traceId").stringValue())
                .isEqualTo(traceId);
    }
}
