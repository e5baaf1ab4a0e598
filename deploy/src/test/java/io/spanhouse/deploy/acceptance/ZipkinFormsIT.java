package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.spanhouse.ingest.testing.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import zipkin2.Endpoint;
import zipkin2.Span;
import zipkin2.codec.SpanBytesEncoder;

/**
 * Zipkin's forms: its gRPC method {@code Report} on both ports, each row of the mappings from Zipkin to OTLP and back, and the
 * headers of its answers.
 */
@Timeout(300)
final class ZipkinFormsIT {
    private static final long START = 1_795_000_000_000_000L;

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

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
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
    };
    private static final MethodDescriptor<byte[], byte[]> REPORT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("zipkin.proto3.SpanService/Report")
            .setRequestMarshaller(BYTES)
            .setResponseMarshaller(BYTES)
            .build();

    @Test
    void reportsAreTaken() throws InterruptedException {
        int number = 0;
        for (int port : new int[] {server.ports().zipkin(), server.ports().query()}) {
            ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .build();
            try {
                for (String compression : List.of("identity", "gzip")) {
                    String traceId = "%016x".formatted(++number);
                    byte[] answer = ClientCalls.blockingUnaryCall(
                            channel,
                            REPORT,
                            CallOptions.DEFAULT.withCompression(compression),
                            SpanBytesEncoder.PROTO3.encodeList(List.of(span(traceId))));
                    assertThat(answer).isEmpty();
                    assertThat(new String(
                                    new ReadApi(server.ports())
                                            .send("GET", "/api/v2/trace/" + traceId, "", Map.of())
                                            .body(),
                                    StandardCharsets.UTF_8))
                            .contains("\"name\":\"pay\"");
                }
                assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                                channel, REPORT, CallOptions.DEFAULT, new byte[] {10, 5, 1}))
                        .hasMessageStartingWith("INVALID_ARGUMENT: Malformed reading List<Span> from proto3");
            } finally {
                channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            }
        }
    }

    /** Zipkin's spans as OTLP, row by row of the mapping. */
    @Test
    void spansOfZipkinAreOtlp() {
        post("/api/v2/spans", """
                [{'traceId':'00000000000000a1','id':'1','kind':'PRODUCER','name':'Send','timestamp':%1$d,'duration':2000,
                  'localEndpoint':{'serviceName':'Shop','ipv4':'10.0.0.1','port':8080},
                  'remoteEndpoint':{'serviceName':'queue','ipv6':'2001:db8::1','port':5672},'debug':true,
                  'annotations':[{'timestamp':%1$d,'value':'plain'},
                                 {'timestamp':%2$d,'value':'sent|{\\'bytes\\':7}|2'},
                                 {'timestamp':%3$d,'value':'\\'read\\': {\\'ok\\':true}'}],
                  'tags':{'n':'42','otel.status_code':'ERROR','otel.status_description':'no funds','otel.scope.name':'lib',
                          'otel.scope.version':'1.2','w3c.tracestate':'a=b','host.name':'h1','k8s.pod.name':'p1',
                          'otlp.link.0':'000000000000000000000000000000c3|00000000000000d4|x=y|{\\'k\\':\\'v\\'}|3'}},
                 {'traceId':'00000000000000a1','id':'2','parentId':'1','tags':{'span.kind':'internal','error':'boom'},
                  'localEndpoint':{'serviceName':'Shop'},
                  'annotations':[{'timestamp':%3$d,'value':'late'},{'timestamp':%2$d,'value':'first'}]},
                 {'traceId':'00000000000000a1','id':'2','parentId':'1','kind':'SERVER','shared':true,'timestamp':%2$d,
                  'duration':5,'tags':{'otel.status_code':'OK','error':'false','otel.library.name':'old'},
                  'localEndpoint':{'serviceName':'stock'}}]""".formatted(START, START + 1, START + 2));
        Map<String, ResourceSpans> byScope = new HashMap<>();
        for (ResourceSpans spans : api.trace("000000000000000000000000000000a1").getResourceSpansList()) {
            byScope.put(spans.getScopeSpans(0).getScope().getName(), spans);
        }
        assertSent(byScope.get("lib"));
        assertOthers(byScope);
    }

    private static void assertSent(ResourceSpans sent) {
        assertThat(texts(sent.getResource().getAttributesList()))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("service.name", "Shop", "host.name", "h1", "k8s.pod.name", "p1"));
        assertThat(sent.getScopeSpans(0).getScope().getVersion()).isEqualTo("1.2");
        io.opentelemetry.proto.trace.v1.Span send = sent.getScopeSpans(0).getSpans(0);
        assertThat(send.getKindValue()).isEqualTo(4);
        assertThat(send.getName()).isEqualTo("Send");
        assertThat(send.getStartTimeUnixNano()).isEqualTo(START * 1_000);
        assertThat(send.getEndTimeUnixNano()).isEqualTo((START + 2_000) * 1_000);
        assertThat(texts(send.getAttributesList()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "n", "42",
                        "net.host.ip", "10.0.0.1",
                        "net.host.port", "8080",
                        "peer.service", "queue",
                        "net.peer.ip", "2001:db8::1",
                        "net.peer.port", "5672",
                        "zipkin.debug", "true"));
        assertThat(send.getStatus().getCodeValue()).isEqualTo(2);
        assertThat(send.getStatus().getMessage()).isEqualTo("no funds");
        assertThat(send.getTraceState()).isEqualTo("a=b");
        assertThat(send.getEventsList()).extracting(event -> event.getName()).containsExactly("plain", "sent", "read");
        assertThat(texts(send.getEvents(1).getAttributesList())).containsEntry("bytes", "7");
        assertThat(send.getEvents(1).getDroppedAttributesCount()).isEqualTo(2);
        assertThat(texts(send.getEvents(2).getAttributesList())).containsEntry("ok", "true");
        assertThat(send.getLinks(0).getSpanId().byteAt(7)).isEqualTo((byte) 0xd4);
        assertThat(send.getLinks(0).getTraceState()).isEqualTo("x=y");
        assertThat(send.getLinks(0).getDroppedAttributesCount()).isEqualTo(3);
        assertThat(texts(send.getLinks(0).getAttributesList())).containsEntry("k", "v");
    }

    private static void assertOthers(Map<String, ResourceSpans> byScope) {
        io.opentelemetry.proto.trace.v1.Span inner =
                byScope.get("").getScopeSpans(0).getSpans(0);
        assertThat(inner.getKindValue()).isEqualTo(1);
        assertThat(inner.getStatus().getCodeValue()).isEqualTo(2);
        assertThat(inner.getStatus().getMessage()).isEqualTo("boom");
        assertThat(inner.getStartTimeUnixNano()).isEqualTo((START + 1) * 1_000);
        assertThat(inner.getEndTimeUnixNano()).isEqualTo(inner.getStartTimeUnixNano());
        assertThat(texts(inner.getAttributesList())).containsEntry("otel.zipkin.absentField.startTime", "true");
        io.opentelemetry.proto.trace.v1.Span shared =
                byScope.get("old").getScopeSpans(0).getSpans(0);
        assertThat(shared.getParentSpanId().byteAt(7)).isEqualTo((byte) 1);
        assertThat(texts(shared.getAttributesList())).containsEntry("zipkin.shared", "true");
        assertThat(shared.getStatus().getCodeValue()).isEqualTo(1);
    }

    /** Spans of OTLP as Zipkin's, row by row of the mapping. */
    @Test
    void spansOfOtlpAreZipkins() {
        String resource = "'resource':{'attributes':[{'key':'service.name','value':{'stringValue':'Shop'}},"
                + "{'key':'both','value':{'stringValue':'of resource'}},{'key':'host.name','value':{'stringValue':'h1'}}]}";
        otlp("{'resourceSpans':[{" + resource + """
                ,'scopeSpans':[{'scope':{'name':'lib','version':'1.2'},'spans':[
                {'traceId':'000000000000000000000000000000b2','spanId':'00000000000000e1','name':'Get It','kind':3,
                 'startTimeUnixNano':'%1$d','endTimeUnixNano':'%2$d','traceState':'a=b','droppedAttributesCount':4,
                 'droppedEventsCount':5,'droppedLinksCount':6,
                 'status':{'code':2,'message':'no funds'},
                 'attributes':[{'key':'both','value':{'stringValue':'of span'}},{'key':'i','value':{'intValue':'7'}},
                   {'key':'d','value':{'doubleValue':1.5}},{'key':'b','value':{'boolValue':true}},
                   {'key':'raw','value':{'bytesValue':'AQID'}},
                   {'key':'list','value':{'arrayValue':{'values':[{'stringValue':'x'},{'intValue':'1'}]}}},
                   {'key':'map','value':{'kvlistValue':{'values':[{'key':'k','value':{'boolValue':false}}]}}},
                   {'key':'net.peer.name','value':{'stringValue':'Later'}},
                   {'key':'server.address','value':{'stringValue':'First'}}],
                 'events':[{'timeUnixNano':'%1$d','name':'plain'},
                   {'timeUnixNano':'%1$d','name':'with','attributes':[{'key':'n','value':{'intValue':'2'}}]}],
                 'links':[{'traceId':'000000000000000000000000000000c3','spanId':'00000000000000d4','traceState':'x=y',
                   'attributes':[{'key':'k','value':{'stringValue':'v'}}],'droppedAttributesCount':3}]},
                {'traceId':'000000000000000000000000000000b2','spanId':'00000000000000e2','parentSpanId':'00000000000000e1',
                 'name':'inner','kind':1,'startTimeUnixNano':'%1$d','endTimeUnixNano':'%1$d','status':{'code':1},
                 'attributes':[{'key':'server.address','value':{'stringValue':'none'}},
                   {'key':'error','value':{'boolValue':false}}]}]}]}]}""".formatted(START * 1_000 + 999, START * 1_000 + 2_500_000));
        JsonNode trace = ReadApi.json(api.send("GET", "/api/v2/trace/b2", "", Map.of()));
        int first = trace.get(0).get("id").stringValue().endsWith("e1") ? 0 : 1;
        JsonNode one = trace.get(first);
        JsonNode inner = trace.get(1 - first);
        assertThat(one).isEqualTo(new JsonMapper().readTree(ReadApi.quoted("""
                {'traceId':'00000000000000b2','id':'00000000000000e1','kind':'CLIENT','name':'get it','timestamp':%1$d,
                 'duration':2499,'localEndpoint':{'serviceName':'shop'},'remoteEndpoint':{'serviceName':'first'},
                 'annotations':[{'timestamp':%1$d,'value':'plain'},
                                {'timestamp':%1$d,'value':'\\"with\\": {\\"n\\":2}'}],
                 'tags':{'both':'of span','i':'7','d':'1.5','b':'true','raw':'AQID','list':'[\\"x\\",1]',
                   'map':'{\\"k\\":false}','net.peer.name':'Later','server.address':'First','host.name':'h1',
                   'error':'no funds','otel.status_code':'ERROR','otel.scope.name':'lib','otel.scope.version':'1.2',
                   'otel.library.name':'lib','otel.library.version':'1.2',
                   'otlp.link.0':'000000000000000000000000000000c3|00000000000000d4|x=y|{\\"k\\":\\"v\\"}|3',
                   'w3c.tracestate':'a=b','otel.dropped_attributes_count':'4','otel.dropped_events_count':'5',
                   'otel.dropped_links_count':'6'}}""".formatted(START))));
        assertThat(inner.has("kind")).isFalse();
        assertThat(inner.has("remoteEndpoint")).isFalse();
        assertThat(inner.get("parentId").stringValue()).isEqualTo("00000000000000e1");
        assertThat(inner.get("duration").asLong()).isEqualTo(1);
        assertThat(inner.get("tags").get("otel.status_code").stringValue()).isEqualTo("OK");
        assertThat(inner.get("tags").has("error")).isFalse();
    }

    /** What Zipkin's server says of caches, methods, types and origins. */
    @Test
    void answersHaveZipkinsHeaders() {
        post("/api/v2/spans", """
                [{'traceId':'ca','id':'1','localEndpoint':{'serviceName':'s1'}},{'traceId':'ca','id':'2','localEndpoint':{'serviceName':'s2'}},
                 {'traceId':'ca','id':'3','localEndpoint':{'serviceName':'s3'}},{'traceId':'ca','id':'4','localEndpoint':{'serviceName':'s4'}}]""");
        for (String path :
                new String[] {"services", "spans?serviceName=s1", "remoteServices?serviceName=s1", "autocompleteKeys"
                }) {
            HttpResponse<byte[]> answer = api.send("GET", "/api/v2/" + path, "", Map.of("Origin", "http://elsewhere"));
            assertThat(answer.headers().firstValue("Cache-Control")).as(path).hasValue("max-age=300, must-revalidate");
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        assertThat(text(api.send("GET", "/api/v2/autocompleteKeys", "", Map.of())))
                .isEqualTo("[]");
        assertThat(api.send("GET", "/api/v2/trace/ca", "", Map.of())
                        .headers()
                        .firstValue("Cache-Control")
                        .orElse(""))
                .doesNotContain("max-age=300");
        for (String path : new String[] {"/api/v2/spans", "/api/v2/remoteServices"}) {
            HttpResponse<byte[]> answer = api.send("GET", path, "", Map.of());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(text(answer)).contains("serviceName");
        }
        assertThat(api.send("PUT", "/api/v2/spans", "[]", Map.of()).statusCode())
                .isEqualTo(405);
        assertThat(api.send("POST", "/api/v2/services", "[]", Map.of()).statusCode())
                .isEqualTo(405);
        HttpResponse<byte[]> notGzip = api.send("POST", "/api/v2/spans", "[]", Map.of("Content-Encoding", "gzip"));
        assertThat(notGzip.statusCode()).isEqualTo(400);
        assertThat(text(notGzip)).startsWith("Cannot gunzip spans");
        HttpResponse<byte[]> thrift =
                api.send("POST", "/api/v1/spans", "x", Map.of("Content-Type", "application/x-thrift"));
        assertThat(thrift.statusCode()).isEqualTo(400);
        assertThat(text(thrift)).contains("thrift");
        assertThat(text(api.send("GET", "/api/v2/traceMany?traceIds=ca,cb", "", Map.of())))
                .startsWith("[[")
                .endsWith("]]");
        JsonNode page = ReadApi.json(api.send("GET", "/zipkin/config.json", "", Map.of()));
        assertThat(page.get("queryLimit").asInt()).isEqualTo(10);
        assertThat(page.get("defaultLookback").asLong()).isEqualTo(900_000);
        assertThat(page.get("dependency").get("highErrorRate").asDouble()).isEqualTo(0.75);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        Map<String, String> texts = new HashMap<>();
        for (KeyValue attribute : attributes) {
            AnyValue value = attribute.getValue();
            texts.put(
                    attribute.getKey(),
                    switch (value.getValueCase()) {
                        case STRING_VALUE -> value.getStringValue();
                        case INT_VALUE -> Long.toString(value.getIntValue());
                        case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
                        case DOUBLE_VALUE,
                                ARRAY_VALUE,
                                KVLIST_VALUE,
                                BYTES_VALUE,
                                STRING_VALUE_STRINDEX,
                                VALUE_NOT_SET -> value.toString();
                    });
        }
        return texts;
    }

    private static void post(String path, String json) {
        HttpResponse<byte[]> taken =
                api.send("POST", path, ReadApi.quoted(json), Map.of("Content-Type", "application/json"));
        assertThat(taken.statusCode()).as(text(taken)).isEqualTo(202);
    }

    private static void otlp(String json) {
        try (OtlpSender sender = new OtlpSender(server.ports())) {
            Answer answer = sender.postJson(ReadApi.quoted(json));
            assertThat(answer.ok()).as("%s", answer).isTrue();
        }
    }

    private static Span span(String traceId) {
        return Span.newBuilder()
                .traceId(traceId)
                .id("1")
                .name("pay")
                .timestamp(START)
                .duration(10)
                .localEndpoint(Endpoint.newBuilder().serviceName("till").build())
                .build();
    }
}
