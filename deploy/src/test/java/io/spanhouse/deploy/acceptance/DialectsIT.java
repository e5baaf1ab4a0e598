package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.testing.Answer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The same traces, sent in three protocols and asked for in every dialect: all of them give the same sets. */
@Timeout(300)
final class DialectsIT {
    private static final long START_SECONDS = 1_790_000_000L;

    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static ReadApi api;

    /**
     * Traces a to e by OTLP, f in two pieces by Cloud Trace, g by Zipkin with both halves of a call, the
     * client's in two pieces.
     */
    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory, "--log.access=true");
        api = new ReadApi(server.ports());
        String shop = resource(
                "shop",
                span('a', 1, 0, "GET /cart", 2, 0, 500, text("tier", "gold"), text("http.request.method", "GET")),
                span(
                        'b',
                        1,
                        0,
                        "GET /cart",
                        2,
                        1_000,
                        50,
                        text("tier", "silver"),
                        number("http.response.status_code", 404)),
                span('d', 1, 0, "POST /cart", 2, 3_000, 200, text("tier", "gold")));
        String db = resource("db", failed(span('a', 2, 1, "SELECT", 3, 100, 100)));
        String pay = resource(
                "pay",
                failed(span('c', 1, 0, "charge", 2, 2_000, 900, number("amount", 12))),
                span('e', 1, 99, "late", 2, 4_000, 10, text("tier", "gold")));
        try (OtlpSender sender = new OtlpSender(server.ports())) {
            Answer answer = sender.postJson("{\"resourceSpans\":[" + shop + "," + db + "," + pay + "]}");
            assertThat(answer.ok()).as("%s", answer).isTrue();
            assertThat(answer.rejectedSpans()).isZero();
        }
        patch("'name':'nightly','startTime':'" + time(5, 0) + "','labels':{'/component':'batch','state':'begun'}");
        patch("'endTime':'" + time(5, 700) + "','labels':{'state':'ended'}");
        zipkinSpans("""
                [{'traceId':'%1$s','id':'0000000000000001','name':'browse','timestamp':%2$s000000,'duration':500000,
                  'localEndpoint':{'serviceName':'web'}},
                 {'traceId':'%1$s','parentId':'0000000000000001','id':'0000000000000002','kind':'CLIENT','name':'call',
                  'timestamp':%2$s000000,'tags':{'call':'begun'},'localEndpoint':{'serviceName':'web'}},
                 {'traceId':'%1$s','parentId':'0000000000000001','id':'0000000000000002','kind':'SERVER','name':'call',
                  'shared':true,'timestamp':%2$s100000,'duration':200000,'tags':{'tier':'gold'},
                  'localEndpoint':{'serviceName':'api'}}]""");
        zipkinSpans("""
                [{'traceId':'%1$s','parentId':'0000000000000001','id':'0000000000000002','kind':'CLIENT',
                  'duration':400000,'tags':{'answer':'ended'},'annotations':[{'timestamp':%2$s400000,'value':'read'}],
                  'localEndpoint':{'serviceName':'web'}}]""");
    }

    private static void zipkinSpans(String list) {
        HttpResponse<byte[]> taken = api.send(
                "POST",
                "/api/v2/spans",
                ReadApi.quoted(list.formatted(id('g'), START_SECONDS + 6)),
                Map.of("Content-Type", "application/json"));
        assertThat(taken.statusCode()).isEqualTo(202);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static void patch(String members) {
        HttpResponse<byte[]> answer = api.send(
                "PATCH",
                "/v1/projects/shop/traces",
                ReadApi.quoted("{'traces':[{'traceId':'" + id('f') + "','spans':[{'spanId':'1'," + members + "}]}]}"),
                Map.of("Content-Type", "application/json"));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private static String id(char trace) {
        return Character.toString(trace).repeat(32).replace('g', '9');
    }

    private static String time(int seconds, int millis) {
        return Instant.ofEpochSecond(START_SECONDS + seconds).plusMillis(millis).toString();
    }

    private static String text(String key, String value) {
        return "{'key':'" + key + "','value':{'stringValue':'" + value + "'}}";
    }

    private static String number(String key, long value) {
        return "{'key':'" + key + "','value':{'intValue':'" + value + "'}}";
    }

    private static String span(
            char trace,
            int id,
            int parent,
            String name,
            int kind,
            long startMillis,
            long millis,
            String... attributes) {
        long start = (START_SECONDS * 1_000 + startMillis) * 1_000_000;
        String parentId = parent == 0 ? "" : "'parentSpanId':'%016x',".formatted(parent);
        return "{'traceId':'%s','spanId':'%016x',%s'name':'%s','kind':%d,'startTimeUnixNano':'%d','endTimeUnixNano':'%d','attributes':[%s]}"
                .formatted(
                        id(trace),
                        id,
                        parentId,
                        name,
                        kind,
                        start,
                        start + millis * 1_000_000,
                        String.join(",", attributes));
    }

    private static String failed(String span) {
        return span.replaceFirst("\\{", "{'status':{'code':2},");
    }

    private static String resource(String service, String... spans) {
        return ReadApi.quoted("{'resource':{'attributes':[" + text("service.name", service)
                + "]},'scopeSpans':[{'spans':[" + String.join(",", spans) + "]}]}");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode got(String path) {
        HttpResponse<byte[]> answer = api.send("GET", path, "", Map.of());
        assertThat(answer.statusCode())
                .as("%s: %s", path, new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return ReadApi.json(answer);
    }

    /** First digits of ids, in order; g's is 9. */
    private static String letters(JsonNode rows, String member) {
        Set<String> letters = new TreeSet<>();
        rows.forEach(row -> {
            String id = row.get(member).stringValue();
            letters.add(id.substring(0, 1).replace('9', 'g'));
        });
        return String.join("", letters);
    }

    private static String own(String traceql) {
        return letters(
                api.search("{'limit':100,'filter':{'traceql':'" + traceql.replace("`", "\\\"") + "'}}")
                        .get("traces"),
                "traceId");
    }

    private static String tempo(String traceql) {
        return letters(got("/api/search?limit=100&q=" + encoded(traceql)).get("traces"), "traceID");
    }

    private static String cloudTrace(String filter) {
        return letters(got("/v1/projects/shop/traces?filter=" + encoded(filter)).path("traces"), "traceId");
    }

    private static String zipkin(String parameters) {
        String window =
                parameters.contains("endTs=") ? "" : "&endTs=" + (START_SECONDS + 60) * 1_000 + "&lookback=120000";
        Set<String> letters = new TreeSet<>();
        got("/api/v2/traces?limit=100&" + parameters + window).forEach(spans -> letters.add(letters(spans, "traceId")));
        return String.join("", letters);
    }

    private static String jaeger(String parameters) {
        String tags = parameters.contains("tags=") ? parameters.substring(parameters.indexOf("tags=") + 5) : "";
        String rest = parameters.replace("tags=" + tags, "");
        return letters(
                got("/jaeger/api/traces?limit=100&start=" + START_SECONDS + "000000&end=" + (START_SECONDS + 60)
                                + "000000&" + rest + (tags.isEmpty() ? "" : "&tags=" + encoded(tags.replace('`', '"'))))
                        .get("data"),
                "traceID");
    }

    private static String mackerel(String members) {
        return letters(
                api.mackerelList("{'from':" + START_SECONDS + ",'to':" + (START_SECONDS + 60) + "," + members + "}")
                        .get("results"),
                "traceId");
    }

    /** A question: what it finds, then how each dialect asks it; a dialect that cannot has nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                // Of a service.
                "abd | { resource.service.name = `shop` } | +/component:shop"
                        + " | serviceName=shop"
                        + " | 'serviceName':'shop'"
                        + " | service=shop",
                "f | { resource.service.name = `batch` } | +/component:batch"
                        + " | serviceName=batch"
                        + " | 'serviceName':'batch'"
                        + " | service=batch",
                "g | { resource.service.name = `api` } | +/component:api"
                        + " | serviceName=api"
                        + " | 'serviceName':'api'"
                        + " | service=api",
                "- | { resource.service.name = `sho` } | +/component:sho"
                        + " | serviceName=sho"
                        + " | 'serviceName':'sho'"
                        + " | service=sho",
                "c | { resource.service.name = `pay` && status = error } | | serviceName=pay&annotationQuery=error"
                        + " | "
                        + " | "
                        + " | service=pay&tags={`error`:`true`}",
                "ac | { status = error } | | annotationQuery=error" + " | " + " | " + " | ",
                // Of a name.
                "c | { name = `charge` } | +span:charge"
                        + " | spanName=charge"
                        + " | 'serviceName':'pay','spanName':'charge'"
                        + " | service=pay&operation=charge",
                "bd | { name =~ `.*cart` && duration < 300ms } | | serviceName=shop&minDuration=1&maxDuration=299999"
                        + " | "
                        + " | "
                        + " | service=shop&maxDuration=299ms",
                "ab | { rootName = `GET /cart` } | +root:\"GET /cart\"" + " | |" + " | " + " | ",
                "f | { rootName =~ `night.*` } | root:night" + " | |" + " | " + " | ",
                "g | { rootName = `browse` && resource.service.name = `api` } | +root:browse +/component:api"
                        + " | |"
                        + " | "
                        + " | ",
                // Of attributes.
                "adeg | { .tier = `gold` } | +tier:gold" + " | annotationQuery=tier%3Dgold" + " | " + " | ",
                "ad | { resource.service.name = `shop` && .tier = `gold` } | +/component:shop +tier:gold"
                        + " | serviceName=shop&annotationQuery=tier%3Dgold"
                        + " | 'serviceName':'shop','attributes':[{'key':'tier','value':'gold','operator':'EQ','type':'string'}]"
                        + " | service=shop&tags={`tier`:`gold`}",
                "b | { .http.response.status_code = 404 } | +/http/status_code:404"
                        + " | annotationQuery=http.response.status_code%3D404"
                        + " | 'serviceName':'shop','attributes':[{'key':'http.response.status_code','value':'404','operator':'EQ','type':'int'}]"
                        + " | service=shop&tags={`http.response.status_code`:`404`}",
                "a | { .http.request.method = `GET` } | +method:GET"
                        + " | annotationQuery=http.request.method%3DGET"
                        + " | "
                        + " | service=shop&tags={`http.request.method`:`GET`}",
                // A span in pieces is judged by what they come to.
                "f | { .state = `ended` && duration >= 700ms } | +state:ended latency:700ms"
                        + " | annotationQuery=state%3Dended&minDuration=700000"
                        + " | 'serviceName':'batch','minLatencyMillis':700,'attributes':[{'key':'state','value':'ended','operator':'EQ','type':'string'}]"
                        + " | service=batch&minDuration=700ms&tags={`state`:`ended`}",
                "- | { .state = `begun` } | +state:begun"
                        + " | annotationQuery=state%3Dbegun"
                        + " | 'serviceName':'batch','attributes':[{'key':'state','value':'begun','operator':'EQ','type':'string'}]"
                        + " | service=batch&tags={`state`:`begun`}",
                // Of both halves of a call.
                "g | { kind = server && .tier = `gold` && rootName = `browse` } | +root:browse +tier:gold"
                        + " | serviceName=api"
                        + " | 'serviceName':'api','spanName':'call'"
                        + " | service=api&operation=call",
                "g | { kind = client && resource.service.name = `web` } | +root:browse"
                        + " | serviceName=web&spanName=call"
                        + " | 'serviceName':'web','spanName':'call'"
                        + " | service=web&operation=call",
                // Of a half in pieces: one span with what each piece says.
                "g | { .call = `begun` && .answer = `ended` && duration = 400ms && kind = client }"
                        + " | +call:begun +answer:ended"
                        + " | serviceName=web&annotationQuery=call%3Dbegun%20and%20answer%3Dended&minDuration=400000&maxDuration=400000"
                        + " | 'serviceName':'web','attributes':[{'key':'call','value':'begun','operator':'EQ','type':'string'},{'key':'answer','value':'ended','operator':'EQ','type':'string'}]"
                        + " | service=web&minDuration=400ms&maxDuration=400ms&tags={`call`:`begun`,`answer`:`ended`}",
                "- | { .call = `begun` && .answer = nil } | | | | service=web&maxDuration=1us&tags={`call`:`begun`}",
                // Of whole traces.
                "cf | { traceDuration >= 600ms } | latency:600ms" + " | minDuration=600000" + " | " + " | ",
                "acf | { traceDuration >= 0.5s && rootServiceName != `web` } | |" + " | " + " | " + " | "
            })
    void dialectsAgree(String expected, String traceql, String filter, String zipkin, String mackerel, String jaeger) {
        String letters = expected.equals("-") ? "" : expected;
        assertThat(own(traceql)).as("own: %s", traceql).isEqualTo(letters);
        assertThat(tempo(traceql)).as("Tempo: %s", traceql).isEqualTo(letters);
        if (filter != null) {
            assertThat(cloudTrace(filter)).as("Cloud Trace: %s", filter).isEqualTo(letters);
        }
        if (zipkin != null) {
            assertThat(zipkin(zipkin)).as("Zipkin: %s", zipkin).isEqualTo(letters);
        }
        if (mackerel != null) {
            assertThat(mackerel(mackerel)).as("Mackerel: %s", mackerel).isEqualTo(letters);
        }
        if (jaeger != null) {
            assertThat(jaeger(jaeger)).as("Jaeger: %s", jaeger).isEqualTo(letters);
        }
    }

    @Test
    void windowsAgree() {
        long from = START_SECONDS + 2;
        long to = START_SECONDS + 3;
        assertThat(letters(
                        api.search("{'window':{'from':'" + from + "000000000','to':'" + (to + 1) + "000000000'}}")
                                .get("traces"),
                        "traceId"))
                .isEqualTo("cd");
        assertThat(letters(got("/api/search?start=" + from + "&end=" + to).get("traces"), "traceID"))
                .isEqualTo("cd");
        assertThat(letters(
                        got("/v1/projects/shop/traces?startTime=" + encoded(time(2, 0)) + "&endTime="
                                        + encoded(time(3, 999)))
                                .get("traces"),
                        "traceId"))
                .isEqualTo("cd");
        assertThat(zipkin("endTs=" + (to * 1_000 + 999) + "&lookback=1999")).isEqualTo("cd");
        assertThat(letters(
                        api.mackerelList("{'serviceName':'pay','from':" + from + ",'to':" + to + "}")
                                .get("results"),
                        "traceId"))
                .isEqualTo("c");
    }

    /** Each dialect shows each span once. */
    @ParameterizedTest
    @CsvSource({"a, 2", "f, 1", "g, 3"})
    void tracesHaveTheSameSpans(char trace, int spans) {
        String id = id(trace);
        assertThat(api.trace(id).getResourceSpansList().stream()
                        .flatMap(resource -> resource.getScopeSpansList().stream())
                        .mapToInt(scope -> scope.getSpansCount())
                        .sum())
                .isEqualTo(spans);
        assertThat(got("/v1/projects/shop/traces/" + id).get("spans").size()).isEqualTo(spans);
        // Zipkin's own API shows the client's half of g in its two pieces.
        assertThat(got("/api/v2/trace/" + id).size()).isEqualTo(trace == 'g' ? spans + 1 : spans);
        assertThat(api.mackerelTrace(id).get("spans").size()).isEqualTo(spans);
        assertThat(got("/jaeger/api/traces/" + id)
                        .get("data")
                        .get(0)
                        .get("spans")
                        .size())
                .isEqualTo(spans);
        for (String path : new String[] {"/api/traces/", "/api/v2/traces/"}) {
            JsonNode answer = got(path + id);
            JsonNode resources = answer.has("batches")
                    ? answer.get("batches")
                    : answer.get("trace").get("resourceSpans");
            int found = 0;
            for (JsonNode resource : resources) {
                for (JsonNode scope : resource.get("scopeSpans")) {
                    found += scope.get("spans").size();
                }
            }
            assertThat(found).isEqualTo(spans);
        }
    }

    /** Every dialect but Zipkin's shows the client's half whole, and none shows how the store keeps its pieces. */
    @Test
    void aHalfInPiecesIsShownWhole() {
        String id = id('g');
        for (String path : new String[] {
            "/api/spanhouse/v1/traces/",
            "/jaeger/api/traces/",
            "/jaeger/api/v3/traces/",
            "/api/traces/",
            "/api/v2/traces/",
            "/api/v0/traces/",
            "/v1/projects/shop/traces/"
        }) {
            String shown = got(path + id).toString();
            assertThat(shown.split("begun", -1)).as("%s: %s", path, shown).hasSize(2);
            assertThat(shown.split("ended", -1)).as("%s: %s", path, shown).hasSize(2);
            assertThat(shown).as(path).doesNotContain("absentField").doesNotContain("pieces");
        }
        JsonNode pieces = got("/api/v2/trace/" + id);
        List<String> calls = new ArrayList<>();
        for (JsonNode piece : pieces) {
            if (piece.path("kind").asString("").equals("CLIENT")) {
                calls.add(piece.has("timestamp") + " " + piece.path("duration").asLong() + " " + piece.get("tags"));
            }
        }
        assertThat(calls)
                .containsExactlyInAnyOrder("true 0 {\"call\":\"begun\"}", "false 400000 {\"answer\":\"ended\"}");
        for (String path : new String[] {"/api/v2/search/tags", "/api/spanhouse/v1/attributes"}) {
            assertThat(got(path).toString()).as(path).contains("answer").doesNotContain("pieces");
        }
    }

    /** A span in pieces is one in figures, too. */
    @Test
    void figuresCountASpanOnce() {
        JsonNode series = got("/api/metrics/query?start=" + START_SECONDS + "&end=" + (START_SECONDS + 60) + "&q="
                        + encoded("{ resource.service.name = `batch` } | count_over_time() by(span.state)"))
                .get("series");
        assertThat(series.size()).isEqualTo(1);
        assertThat(series.get(0).get("value").asDouble()).isEqualTo(1);
        assertThat(series.get(0).toString()).contains("ended");
        JsonNode calls = got("/api/metrics/query?start=" + START_SECONDS + "&end=" + (START_SECONDS + 60) + "&q="
                        + encoded(
                                "{ kind = client && span.call = `begun` && span.answer = `ended` && duration = 400ms }"
                                        + " | count_over_time()"))
                .get("series");
        assertThat(calls.get(0).get("value").asDouble()).isEqualTo(1);
        JsonNode halves = got("/api/metrics/query?start=" + START_SECONDS + "&end=" + (START_SECONDS + 60) + "&q="
                        + encoded("{ name = `browse` } >> { name = `call` } | count_over_time()"))
                .get("series");
        assertThat(halves.get(0).get("value").asDouble()).isEqualTo(2);
        assertThat(got("/api/v2/services").toString()).isEqualTo("[\"api\",\"batch\",\"db\",\"pay\",\"shop\",\"web\"]");
    }

    /** Requests of every dialect are counted and logged by their endpoints. */
    @Test
    void requestsAreCountedAndLogged() {
        tempo("{}");
        zipkin("serviceName=shop");
        cloudTrace("root:x");
        mackerel("'serviceName':'shop'");
        assertThat(api.send("GET", "/api/v2/traces?limit=0", "", Map.of()).statusCode())
                .isEqualTo(400);
        MetricsText metrics = new AdminPort(server.ports()).metrics();
        for (String kind : new String[] {"tempo_search", "zipkin_traces", "cloudtrace_list", "mackerel_list"}) {
            assertThat(metrics.sum("spanhouse_query_seconds_count", "kind=\"" + kind + "\""))
                    .isPositive();
            assertThat(server.log()).contains(" " + kind + " project ");
        }
        assertThat(server.log())
                .containsPattern(
                        "127.0.0.1 GET /api/v2/traces zipkin_traces project default status 400 \\d+ bytes \\d+ ms")
                .contains("PATCH /v1/projects/shop/traces - project - status 200")
                .doesNotContain("serviceName");
    }
}
