package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.exporter.zipkin.ZipkinSpanExporter;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import zipkin2.Endpoint;
import zipkin2.codec.SpanBytesDecoder;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.reporter.AsyncReporter;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** Zipkin's senders and forms, what bad bodies get, and both ports. */
@Timeout(300)
final class ZipkinIT {
    private static final long START_MICROS = 1_795_000_000_000_000L;

    @TempDir
    static Path directory;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static PackagedServer server;

    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void reporterSends() throws IOException {
        zipkin2.Span span = span("a1", "b1");
        try (URLConnectionSender sender = URLConnectionSender.create(address("/api/v2/spans"));
                AsyncReporter<zipkin2.Span> reporter = AsyncReporter.create((BytesMessageSender) sender)) {
            reporter.report(span);
            reporter.flush();
        }
        assertShown(span);
    }

    @Test
    @SuppressWarnings("deprecation") // Old fleets have it, that is what this is for.
    void openTelemetryExporterSends() throws IOException {
        String traceId;
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(
                        Attributes.builder().put("service.name", "Old-Shop").build()))
                .addSpanProcessor(SimpleSpanProcessor.create(ZipkinSpanExporter.builder()
                        .setEndpoint(address("/api/v2/spans"))
                        .build()))
                .build()) {
            io.opentelemetry.api.trace.Span span = provider.get("library")
                    .spanBuilder("Pay Bill")
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("peer.service", "Bank")
                    .setAttribute("amount", 42)
                    .startSpan();
            span.addEvent("sent", Attributes.builder().put("bytes", 7).build());
            span.setStatus(StatusCode.ERROR, "no funds").end();
            traceId = span.getSpanContext().getTraceId();
            assertThat(provider.forceFlush().join(30, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
        }
        // The exporter sends on a thread of its own and its flush does not wait for it.
        Awaitility.await()
                .atMost(30, TimeUnit.SECONDS)
                .until(() -> new ReadApi(server.ports()).trace(traceId).getResourceSpansCount() == 1);
        ResourceSpans spans = new ReadApi(server.ports()).trace(traceId).getResourceSpans(0);
        Span stored = spans.getScopeSpans(0).getSpans(0);
        assertThat(stored.getStatus().getMessage()).isEqualTo("no funds");
        assertThat(stored.getStatus().getCodeValue()).isEqualTo(2);
        assertThat(stored.getEvents(0).getName()).isEqualTo("sent");
        assertThat(stored.getEvents(0).getAttributes(0).getValue().getIntValue())
                .isEqualTo(7);
        assertThat(spans.getScopeSpans(0).getScope().getName()).isEqualTo("library");
        assertThat(stored.getAttributesList().toString())
                .doesNotContain("otel.")
                .doesNotContain("\"error\"");
    }

    @Test
    void namesAreStoredAsSentAndShownInLowerCase() throws IOException {
        post(
                "/api/v2/spans",
                "application/json",
                bytes("[{'traceId':'00000000000000ce','id':'ce','name':'Get Cart','timestamp':" + START_MICROS
                        + ",'duration':1500,'localEndpoint':{'serviceName':'CartService'}}]"));
        ResourceSpans spans = new ReadApi(server.ports())
                .trace("0000000000000000" + "00000000000000ce")
                .getResourceSpans(0);
        assertThat(spans.getResource().getAttributes(0).getValue().getStringValue())
                .isEqualTo("CartService");
        assertThat(spans.getScopeSpans(0).getSpans(0).getName()).isEqualTo("Get Cart");
        zipkin2.Span shown = trace("ce").get(0);
        assertThat(shown.localServiceName()).isEqualTo("cartservice");
        assertThat(shown.name()).isEqualTo("get cart");
        assertThat(get("/api/v2/traces?serviceName=CARTSERVICE&spanName=get%20CART&endTs=" + START_MICROS / 1_000)
                        .body())
                .contains("00000000000000ce");
    }

    @Test
    void protobufGzipAndOldJsonMeanTheSame() throws IOException {
        zipkin2.Span proto = span("c1", "d1");
        assertThat(post("/api/v2/spans", "application/x-protobuf", SpanBytesEncoder.PROTO3.encodeList(List.of(proto)))
                        .statusCode())
                .isEqualTo(202);
        assertShown(proto);
        zipkin2.Span zipped = span("c2", "d2");
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(SpanBytesEncoder.JSON_V2.encodeList(List.of(zipped)));
        }
        HttpRequest.Builder request = request("/api/v2/spans")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip.toByteArray()));
        assertThat(send(request).statusCode()).isEqualTo(202);
        assertShown(zipped);
        zipkin2.Span old = span("c3", "d3");
        assertThat(post("/api/v1/spans", "application/json", SpanBytesEncoder.JSON_V1.encodeList(List.of(old)))
                        .statusCode())
                .isEqualTo(202);
        assertShown(old);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                     | Expected a JSON_V2 encoded list",
                "[{'traceId':'1'}]                      | span 0 has no id",
                "[{'id':'1'}]                           | span 0 has no traceId",
                "[{'traceId':'0','id':'1'}]             | span 0 has no traceId",
                "[{'traceId':'xyz','id':'1'}]           | traceId is 'xyz', expected 1 to 32 hexadecimal digits",
                "[{'traceId':'1','id':'11223344556677889'}] | id is '11223344556677889', expected 1 to 16",
                "[{'traceId':'1','id':'1','kind':'FISH'}]   | kind that is none, expected one of",
                "[{'traceId':'1','id':'1','timestamp':-5}]  | timestamp that is not a whole number",
                "[{'traceId':'1','id':'1','tags':{'a':{}}}] | the tag a that is not text",
                "[{'traceId':'1','id':'1','annotations':[{'value':'x'}]}] | an incomplete annotation",
                "[{'traceId':'1','id':'1','binaryAnnotations':[]}] | JSON_V1, which goes to /api/v1/spans",
                "[{'traceId':'1','id':'1'}              | Malformed reading List<Span> from json",
                "[{'traceId':'1','id':'1'}] x           | Malformed reading List<Span> from json",
                "[{'traceId':'1','id':'1','localEndpoint':{'port':70000}}] | port 70000"
            })
    void badBodiesAreToldWhatIsWrong(String body, String told) throws IOException {
        HttpResponse<String> answer = post("/api/v2/spans", "application/json", bytes(body));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(answer.body()).contains(told);
    }

    @Test
    void otherFormsAreRefused() throws IOException {
        assertThat(post("/api/v2/spans", "application/x-thrift", bytes("x")).statusCode())
                .isEqualTo(415);
        assertThat(post("/api/v1/spans", "application/x-thrift", bytes("x")).body())
                .contains("thrift is not taken");
        assertThat(post("/api/v2/spans", "application/x-protobuf", bytes("nothing"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v2/spans").body()).contains("serviceName");
        assertThat(post("/api/v2/spans", "application/json", bytes("[]")).statusCode())
                .isEqualTo(202);
        assertThat(post("/api/v2/spans", "application/json", new byte[0]).statusCode())
                .isEqualTo(202);
    }

    /** The last is short enough, but each of its spans is several times as long when it is written as OTLP. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/api/v2/spans | {}                       | 11 | at most 10485760 are taken",
                "/api/v1/spans | {'traceId':'1','id':'1'} |  5 | at most 4194304 are taken",
                "/api/v2/spans | {'traceId':'1','id':'1'} |  9 | as OTLP; send smaller batches"
            })
    void manySmallSpansAreRefusedBeforeTheyFillTheMemory(String path, String span, int mebibytes, String told)
            throws IOException {
        String one = "," + span;
        byte[] body = bytes("[" + span + one.repeat((mebibytes << 20) / one.length()) + "]");
        HttpResponse<String> answer = post(path, "application/json", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
        assertThat(answer.body()).contains(told);
        zipkin2.Span next = span("e" + mebibytes, "e1");
        post("/api/v2/spans", "application/json", SpanBytesEncoder.JSON_V2.encodeList(List.of(next)));
        assertShown(next);
    }

    @Test
    void listWithoutAllNamesSaysSo() throws IOException {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i <= 10_000; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{'traceId':'ab','id':'")
                    .append(Integer.toHexString(i + 1))
                    .append("','name':'operation ")
                    .append(i)
                    .append("','localEndpoint':{'serviceName':'many'}}");
        }
        assertThat(post(
                                "/api/v2/spans",
                                "application/json",
                                bytes(body.append(']').toString()))
                        .statusCode())
                .isEqualTo(202);
        HttpResponse<String> names = get("/api/v2/spans?serviceName=many");
        assertThat(names.headers().firstValue("Spanhouse-Partial")).hasValue("a limit was reached");
        assertThat(get("/api/v2/services").headers().firstValue("Spanhouse-Partial"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v2/trace/xyz                    | 400 | expected 1 to 32 hexadecimal digits",
                "/api/v2/trace/0                      | 400 | not only zeros",
                "/api/v2/trace/abcdef                 | 404 | abcdef not found",
                "/api/v2/traceMany?traceIds=          | 400 | traceIds parameter is empty",
                "/api/v2/traceMany?traceIds=1,2,1     | 400 | redundant traceId: 1",
                "/api/v2/traceMany?traceIds=1         | 400 | Use /api/v2/trace/{traceId} endpoint",
                "/api/v2/traces?maxDuration=5         | 400 | maxDuration is only valid with minDuration",
                "/api/v2/traces?minDuration=6&maxDuration=5 | 400 | maxDuration < minDuration",
                "/api/v2/traces?minDuration=x         | 400 | expected microseconds",
                "/api/v2/traces?limit=0               | 400 | limit",
                "/api/v2/traces?endTs=0               | 400 | endTs",
                "/api/v2/traces?lookback=-1           | 400 | lookback",
                "/api/v2/dependencies                 | 400 | endTs is missing",
                "/api/v2/autocompleteValues           | 400 | key is missing"
            })
    void badQuestionsAreToldWhatIsWrong(String path, int status, String told) throws IOException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(told);
    }

    @Test
    void webPageFindsWhatItAsksForFirst() throws IOException {
        assertThat(get("/zipkin/config.json").body()).contains("\"searchEnabled\":true");
        assertThat(get("/zipkin/api/v2/services").statusCode()).isEqualTo(200);
        assertThat(get("/health").body()).contains("UP");
        assertThat(get("/info").statusCode()).isEqualTo(200);
    }

    @Test
    void mainPortAnswersTooAndATakenPortIsNoReasonNotToStart() throws IOException, InterruptedException {
        try (PackagedServer second = PackagedServer.start(directory.resolve("second"))) {
            URI services = URI.create("http://127.0.0.1:" + second.ports().query() + "/api/v2/services");
            assertThat(send(HttpRequest.newBuilder(services)).statusCode()).isEqualTo(200);
            second.stop();
            try (ServerSocket taken = new ServerSocket()) {
                taken.setReuseAddress(true);
                taken.bind(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), second.ports().zipkin()));
                second.startAgain();
                assertThat(new AdminPort(second.ports()).get("/status").body())
                        .contains("zipkin.port " + second.ports().zipkin() + " cannot be listened on");
                assertThat(send(HttpRequest.newBuilder(services)).statusCode()).isEqualTo(200);
            }
        }
    }

    private static zipkin2.Span span(String traceId, String id) {
        return zipkin2.Span.newBuilder()
                .traceId(traceId)
                .id(id)
                .kind(zipkin2.Span.Kind.CLIENT)
                .name("get")
                .timestamp(START_MICROS)
                .duration(2_500)
                .localEndpoint(Endpoint.newBuilder()
                        .serviceName("shop")
                        .ip("10.0.0.1")
                        .port(8_080)
                        .build())
                .remoteEndpoint(Endpoint.newBuilder()
                        .serviceName("stock")
                        .ip("2001:db8::c001")
                        .build())
                .addAnnotation(START_MICROS + 100, "started")
                .putTag("http.path", "/cart")
                .putTag("error", "500")
                .build();
    }

    private static void assertShown(zipkin2.Span span) throws IOException {
        assertThat(trace(span.traceId())).containsExactly(span);
    }

    private static List<zipkin2.Span> trace(String traceId) throws IOException {
        HttpResponse<String> answer = get("/api/v2/trace/" + traceId);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return SpanBytesDecoder.JSON_V2.decodeList(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String address(String path) {
        return "http://127.0.0.1:" + server.ports().zipkin() + path;
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address(path)));
    }

    private static HttpResponse<String> get(String path) throws IOException {
        return send(request(path));
    }

    private static HttpResponse<String> post(String path, String contentType, byte[] body) throws IOException {
        return send(
                request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
