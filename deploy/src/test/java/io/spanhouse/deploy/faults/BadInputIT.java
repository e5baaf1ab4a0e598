package io.spanhouse.deploy.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.deploy.acceptance.PackagedServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bad input to the packaged program whose rows in the table of bad inputs need the whole of it: what is stored of a span with
 * too much, of two spans with one id, of too many names; ids that are none and costly questions in every dialect. The
 * program has as many open files and as much memory after it as before. The long form has more names: {@code
 * -Dspanhouse.faults.names=100000}.
 */
@Timeout(600)
final class BadInputIT {
    private static final int NAMES = Integer.getInteger("spanhouse.faults.names", 12_000);

    /** Most names that a list for Jaeger has, and traces that one for Zipkin has. */
    private static final int LIST_MAX = 10_000;

    private static final long START_SECONDS = 1_790_000_000L;
    private static final long ANSWER_SECONDS_MAX = 20;
    private static final long HEAP_GROWTH_BYTES_MAX = 40L << 20;

    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static long files;
    private static long heapBytes;

    @BeforeAll
    static void start() throws Exception {
        server = PackagedServer.start(directory);
        send(request("warm", span(1, 1)));
        files = files();
        heapBytes = heapBytes();
    }

    @AfterAll
    static void nothingIsLeftOfIt() throws Exception {
        try (PackagedServer closed = server) {
            assertThat(files()).as("open files of %s", closed.pid()).isLessThanOrEqualTo(files + 25);
            assertThat(heapBytes()).as("heap").isLessThan(heapBytes + HEAP_GROWTH_BYTES_MAX);
        }
    }

    private static long files() {
        String[] names =
                Path.of("/proc", Long.toString(server.pid()), "fd").toFile().list();
        return names == null ? 0 : names.length;
    }

    /** What is in use once all that is not has been collected. */
    private static long heapBytes() throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collected = new ProcessBuilder(jcmd, Long.toString(server.pid()), "GC.run")
                .redirectErrorStream(true)
                .start();
        collected.getInputStream().readAllBytes();
        assertThat(collected.waitFor()).isZero();
        double bytes = 0;
        Matcher used = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)")
                .matcher(get(server.ports().admin(), "/metrics").body());
        while (used.find()) {
            bytes += Double.parseDouble(used.group(1));
        }
        return (long) bytes;
    }

    private static Span.Builder span(long trace, long id) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(5).putLong(trace).array()))
                .setSpanId(
                        ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).array()))
                .setName("bad input")
                .setStartTimeUnixNano(START_SECONDS * 1_000_000_000L + id)
                .setEndTimeUnixNano(START_SECONDS * 1_000_000_000L + id + 1_000);
    }

    private static String traceId(long trace) {
        return "%016x%016x".formatted(5, trace);
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static ResourceSpans resource(String service, Span.Builder span) {
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(text("service.name", service)))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span))
                .build();
    }

    private static ExportTraceServiceRequest request(String service, Span.Builder span) {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(resource(service, span))
                .build();
    }

    private static String send(ExportTraceServiceRequest request) throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.ports().http() + "/v1/traces"))
                        .header("Content-Type", "application/x-protobuf")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(ANSWER_SECONDS_MAX))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> got(String path) throws Exception {
        return get(server.ports().query(), path);
    }

    private static double counted(String metric) throws Exception {
        Matcher matcher = Pattern.compile(Pattern.quote(metric) + " (\\d\\S*)")
                .matcher(get(server.ports().admin(), "/metrics").body());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    @Test
    void row21AttributesBeyondTheLimitAreCountedAsDropped() throws Exception {
        Span.Builder span = span(21, 1);
        for (int i = 0; i < 20_000; i++) {
            span.addAttributes(text("key " + i, "v"));
        }
        double before = counted("spanhouse_ingest_spans_repaired_total{reason=\"attr_count\"}");
        assertThat(send(request("row21", span))).contains("attr_count");
        assertThat(counted("spanhouse_ingest_spans_repaired_total{reason=\"attr_count\"}"))
                .isEqualTo(before + 1);
        String trace = got("/api/spanhouse/v1/traces/" + traceId(21)).body();
        assertThat(trace)
                .contains("\"key 8191\"", "\"droppedAttributesCount\":11808")
                .doesNotContain("\"key 8192\"");
    }

    @Test
    void row31SpansOfOneIdThatDifferAreBothKept() throws Exception {
        send(request("row31", span(31, 1).setName("one")));
        double before = counted("spanhouse_ingest_spans_duplicate_conflict_total");
        send(request("row31", span(31, 1).setName("other")));
        send(request("row31", span(31, 1).setName("other")));
        assertThat(counted("spanhouse_ingest_spans_duplicate_conflict_total")).isEqualTo(before + 1);
        assertThat(got("/api/spanhouse/v1/traces/" + traceId(31)).body().split("\"endTimeUnixNano\"", -1))
                .hasSize(3);
        assertThat(got("/api/spanhouse/v1/traces/" + traceId(31)).body()).contains("\"one\"", "\"other\"");
    }

    @Test
    void row33NamesBeyondTheLimitOfAListAreFoundAllTheSame() throws Exception {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i < NAMES; i++) {
            request.addResourceSpans(
                    resource("many " + i, span(33_000_000 + i, 1).setName("name " + i)));
        }
        send(request.build());
        HttpResponse<String> list = got("/jaeger/api/services");
        assertThat(list.body().split("\",\"", -1)).hasSize(LIST_MAX);
        assertThat(list.headers().firstValue("Spanhouse-Partial")).isPresent();
        assertThat(counted("spanhouse_query_partial_total{kind=\"jaeger_services\"}"))
                .isPositive();
        HttpResponse<String> traces =
                got("/api/v2/traces?limit=2000000000&lookback=120000&endTs=" + (START_SECONDS + 60) * 1_000);
        assertThat(traces.body().split("\\]\\s*,\\s*\\[", -1)).hasSize(LIST_MAX);
        assertThat(traces.headers().firstValue("Spanhouse-Partial")).hasValue("a limit was reached");
        for (int i : new int[] {0, NAMES / 2, NAMES - 1}) {
            String id = traceId(33_000_000 + i);
            assertThat(got("/api/spanhouse/v1/traces/" + id).body()).contains("\"name " + i + "\"");
            String filter = "{ resource.service.name = \"many " + i + "\" && name = \"name " + i + "\" }";
            assertThat(got("/api/search?start=" + (START_SECONDS - 60) + "&end=" + (START_SECONDS + 60) + "&q="
                                    + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                            .body())
                    .contains(id.replaceFirst("^0+", ""));
        }
    }

    /** Sixteen digits are an id with nothing before them; Jaeger, Tempo and Zipkin fill up any number of them. */
    @ParameterizedTest
    @CsvSource({
        "/api/spanhouse/v1/traces/,31",
        "/api/v0/traces/,31",
        "/v1/projects/p/traces/,31",
        "/api/v2/trace/,33",
        "/api/traces/,33",
        "/api/v2/traces/,33",
        "/jaeger/api/traces/,33",
        "/jaeger/api/v3/traces/,33"
    })
    void row49IdsThatAreNone(String path, int digits) throws Exception {
        for (String id : new String[] {"..%2f..%2fetc", "zz", "%00", "1".repeat(digits), "g".repeat(32)}) {
            double before = counted("spanhouse_query_rejected_total{reason=\"bad_id\"}");
            HttpResponse<String> answer = got(path + id);
            assertThat(answer.statusCode())
                    .as("%s%s: %s", path, id, answer.body())
                    .isEqualTo(400);
            // What no path can have is refused before it is looked at.
            assertThat(counted("spanhouse_query_rejected_total{reason=\"bad_id\"}"))
                    .as("%s%s", path, id)
                    .isEqualTo(id.equals("%00") ? before : before + 1);
        }
        String oneDigitLess = traceId(1).substring(1);
        assertThat(got(path + oneDigitLess).statusCode())
                .as("%s%s", path, oneDigitLess)
                .isEqualTo(digits == 31 ? 400 : 200);
        // Tempo answers a trace that is not there with an empty one in its second version.
        int miss = path.equals("/api/v2/traces/") ? 200 : 404;
        assertThat(got(path + "1".repeat(31)).statusCode()).isEqualTo(digits == 31 ? 400 : miss);
    }

    /** Patterns that other engines never end on, ranges and steps of millions of points: answered soon, or refused. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "own | /api/spanhouse/v1/operations?service=warm&from=0&to=9223372036854775807 | 200",
                "tempo | /api/search?q={ name =~ \"(x+x+)+y\" }&start=1789999940&end=1790000060 | 200",
                "tempo | /api/search?q={ name =~ \"((a{1,1000}){1,1000}){1,1000}\" } | 400",
                "tempo | /api/search?q={ name =~ \"(\" } | 400",
                "tempo | /api/metrics/query_range?q={} PIPE rate()&start=1&end=4000000000&step=1s | 400",
                "jaeger | /jaeger/api/metrics/calls?service=warm&step=1&lookback=9000000000000 | 400",
                "jaeger | /jaeger/api/traces?service=warm&start=0&end=9000000000000000&limit=10000 | 200",
                "jaeger | /jaeger/api/traces?service=warm&limit=1000000000 | 400",
                "jaeger v3 | /jaeger/api/v3/trace-summaries?query.startTimeMin=1970-01-01T00:00:00Z&query.startTimeMax=2200-01-01T00:00:00Z&query.searchDepth=100000 | 400",
                "jaeger v3 | /jaeger/api/v3/trace-summaries?query.startTimeMin=1970-01-01T00:00:00Z&query.startTimeMax=2200-01-01T00:00:00Z&query.filter={\"op\":\"regex\",\"args\":[{\"field\":{\"name\":\"name\",\"level\":\"span\"}},{\"scalar\":{\"value\":\"(x+x+)+y\"}}]} | 200",
                "jaeger v3 | /jaeger/api/v3/trace-summaries?query.startTimeMin=1970-01-01T00:00:00Z&query.startTimeMax=2200-01-01T00:00:00Z&query.filter={\"op\":\"regex\",\"args\":[{\"field\":{\"name\":\"name\",\"level\":\"span\"}},{\"scalar\":{\"value\":\"((a{1,1000}){1,1000}){1,1000}\"}}]} | 400",
                "zipkin | /api/v2/traces?lookback=9223372036854775807&endTs=9223372036854775807 | 200",
                "zipkin | /api/v2/traces?limit=2000000000 | 200",
                "mackerel | /api/v0/apm/http-server-stats?serviceName=warm&from=0&to=4000000000 | 400",
                "cloud trace | /v1/projects/p/traces?startTime=0001-01-01T00:00:00Z&endTime=9999-12-31T23:59:59Z | 200"
            })
    void row50QuestionsMadeToBeSlow(String dialect, String request, int status) throws Exception {
        int question = request.indexOf('?');
        StringBuilder path = new StringBuilder(request.substring(0, question + 1));
        for (String parameter : request.substring(question + 1).split("&(?=[a-zA-Z.]+=)", -1)) {
            int equals = parameter.indexOf('=');
            path.append(parameter, 0, equals + 1)
                    .append(URLEncoder.encode(
                            parameter.substring(equals + 1).replace("PIPE", "|"), StandardCharsets.UTF_8))
                    .append('&');
        }
        long begun = System.nanoTime();
        HttpResponse<String> answer = got(path.substring(0, path.length() - 1));
        assertThat(answer.statusCode()).as("%s: %s", dialect, answer.body()).isEqualTo(status);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(ANSWER_SECONDS_MAX));
    }
}
