package io.spanhouse.query.jaeger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.testing.HookedStore;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Jaeger's API over real sockets: the forms of answers and refusals, what searches find, whose spans are seen. */
final class JaegerTest {
    private final MemoryTraceStore memory = new MemoryTraceStore();
    private final HookedStore store = new HookedStore(memory);
    private final Running server = new Running(store);

    @AfterEach
    void stop() {
        server.close();
    }

    private void shop() {
        JaegerShop.send(memory);
    }

    @Test
    void lists() {
        shop();
        assertThat(server.json("/jaeger/api/services"))
                .isEqualTo(Running.tree(
                        "{\"data\":[\"db\",\"web\"],\"total\":2,\"limit\":0,\"offset\":0,\"errors\":null}"));
        assertThat(server.json("/jaeger/api/services/web/operations").get("data"))
                .isEqualTo(Running.tree("[\"GET /\"]"));
        assertThat(server.json("/jaeger/api/operations?service=web").get("data"))
                .isEqualTo(Running.tree(
                        "[{\"name\":\"GET /\",\"spanKind\":\"\"},{\"name\":\"GET /\",\"spanKind\":\"server\"}]"));
        assertThat(server.json("/jaeger/api/operations?service=web&spanKind=server")
                        .get("data"))
                .hasSize(1);
        assertThat(server.json("/jaeger/api/v3/services")).isEqualTo(Running.tree("{\"services\":[\"db\",\"web\"]}"));
        assertThat(server.json("/jaeger/api/v3/operations?service=web&span_kind=internal"))
                .isEqualTo(Running.tree("{\"operations\":[{\"name\":\"GET /\",\"spanKind\":\"internal\"}]}"));
        assertThat(server.get("/jaeger/api/services?prettyPrint=true").body()).contains("\n  \"data\"");
        JaegerShop.refused(server.get("/jaeger/api/operations"), 400, "parameter 'service' is required");
        JaegerShop.refused(
                server.get("/jaeger/api/operations?service=web&spanKind=x"), 400, "unsupported span kind: 'x'");
    }

    @Test
    void aTraceAsJaegerWritesIt() {
        shop();
        JsonNode answer = server.json("/jaeger/api/traces/0A");
        assertThat(answer).isEqualTo(Running.tree("""
                {"data":[{"traceID":"0000000000000000000000000000000a","spans":[
                {"traceID":"0000000000000000000000000000000a","spanID":"0000000000000001","operationName":"GET /",
                 "references":[],"startTime":1718802000000000,"duration":1500000,
                 "tags":[{"key":"a","type":"int64","value":"9007199254740993"},
                         {"key":"z","type":"string","value":"last"},
                         {"key":"span.kind","type":"string","value":"server"}],
                 "logs":[],"processID":"p1","warnings":null},
                {"traceID":"0000000000000000000000000000000a","spanID":"0000000000000002","operationName":"select",
                 "references":[{"refType":"CHILD_OF","traceID":"0000000000000000000000000000000a",
                                "spanID":"0000000000000001"}],
                 "startTime":1718802000001000,"duration":2000,
                 "tags":[{"key":"ok","type":"bool","value":false},
                         {"key":"span.kind","type":"string","value":"server"},
                         {"key":"otel.status_code","type":"string","value":"ERROR"},
                         {"key":"error","type":"bool","value":true},
                         {"key":"otel.status_description","type":"string","value":"no such table"}],
                 "logs":[],"processID":"p2","warnings":null}],
                "processes":{"p1":{"serviceName":"web","tags":[]},"p2":{"serviceName":"db","tags":[]}},
                "warnings":null}],"total":0,"limit":0,"offset":0,"errors":null}"""));
        // Times are hints: it is the whole trace.
        assertThat(server.json("/jaeger/api/traces/a?start=1&end=2")).isEqualTo(answer);
        JsonNode raw = server.json("/jaeger/api/traces/a?raw=true");
        assertThat(raw.at("/data/0/spans/0/tags/0/key").stringValue()).isEqualTo("z");
        JsonNode b = server.json("/jaeger/api/traces/b").at("/data/0");
        assertThat(b.at("/spans/0/references")).hasSize(2);
        assertThat(b.at("/spans/0/references/1/refType").stringValue()).isEqualTo("FOLLOWS_FROM");
        assertThat(b.at("/spans/0/logs/0/fields/0/value").stringValue()).isEqualTo("early");
        assertThat(b.at("/spans/0/tags").toString())
                .contains("{\"key\":\"d\",\"type\":\"float64\",\"value\":72.5}")
                .contains("{\"key\":\"b\",\"type\":\"binary\",\"value\":\"AQI=\"}")
                .contains("{\"key\":\"l\",\"type\":\"string\",\"value\":\"[\\\"x\\\",\\\"y\\\"]\"}")
                .doesNotContain("span.kind");
        assertThat(b.at("/processes/p1/tags/0/key").stringValue()).isEqualTo("host");
        assertThat(b.at("/spans/0/tags/0").toString()).contains("otel.scope.name", "lib");
        assertThat(b.at("/spans/0/tags/1").toString()).contains("otel.scope.version", "\"2\"");
        assertThat(b.at("/spans/0/logs/0/fields/1").toString())
                .isEqualTo("{\"key\":\"ev\",\"type\":\"int64\",\"value\":200}");
        JaegerShop.refused(server.get("/jaeger/api/traces/c"), 404, "trace not found");
        JaegerShop.refused(server.get("/jaeger/api/traces/" + "a".repeat(33)), 400, "expected 1 to 32");
        JaegerShop.refused(server.get("/jaeger/api/traces/AAAAAAAAAAAAAAAAAAAAAQ=="), 400, "hexadecimal");
    }

    @Test
    void wholeTracesAreAnsweredAndTimesAreOfOneSpan() {
        shop();
        JsonNode found = server.json("/jaeger/api/traces?service=db&start=" + (JaegerShop.T0_MICROS + 1_000) + "&end="
                + (JaegerShop.T0_MICROS + 1_000));
        assertThat(found.at("/data/0/spans")).hasSize(2);
        assertThat(JaegerShop.ids(server.json("/jaeger/api/traces?service=db&start=" + (JaegerShop.T0_MICROS + 1_001)
                        + "&end=" + (JaegerShop.T0_MICROS + 2_000))))
                .isEmpty();
        // Two days back from now, unless the query says more.
        assertThat(JaegerShop.ids(server.json("/jaeger/api/traces?service=db"))).isEmpty();
    }

    /** Two days back from now and a hundred traces, unless the query says more; the newest ones. */
    @Test
    void whatASearchLeavesOut() {
        long anHourAgo = System.currentTimeMillis() - Spans.T0 / 1_000_000 - 3_600_000;
        Spans spans = new Spans().service("many");
        for (int trace = 1; trace <= 101; trace++) {
            spans.span(trace, 1, 0, "x", anHourAgo + trace, 1).end();
        }
        memory.take("default", spans.build());
        List<String> found = JaegerShop.ids(server.json("/jaeger/api/traces?service=many"));
        assertThat(found).hasSize(100).startsWith("65", "64").doesNotContain("1");
        assertThat(JaegerShop.ids(server.json("/jaeger/api/traces?service=many&limit=101")))
                .hasSize(101);
        String always = "query.startTimeMin=2024-06-19T12:00:00Z&query.startTimeMax=2100-01-01T00:00:00Z";
        assertThat(server.json("/jaeger/api/v3/trace-summaries?" + always).get("summaries"))
                .hasSize(100);
        assertThat(server.json("/jaeger/api/v3/trace-summaries?query.searchDepth=101&" + always)
                        .get("summaries"))
                .hasSize(101);
    }

    @Test
    void severalTracesByTheirIds() {
        shop();
        JsonNode answer = server.json("/jaeger/api/traces?traceID=b&traceID=c&traceID=0a&service=x&limit=x");
        assertThat(JaegerShop.ids(answer)).containsExactly("b", "a");
        assertThat(answer.get("errors"))
                .isEqualTo(Running.tree(
                        "[{\"code\":404,\"msg\":\"trace not found\",\"traceID\":\"" + "0".repeat(31) + "c\"}]"));
    }

    @Test
    void whatIsNotHere() {
        JaegerShop.refused(server.post("/jaeger/api/archive/a", ""), 501, "archive storage is not configured");
        JaegerShop.refused(server.get("/jaeger/api/nothing"), 404, "nothing at this path");
        JaegerShop.refused(server.post("/jaeger/api/transform", "{}"), 400, "cannot unmarshal OTLP");
    }

    @Test
    void dependencies() {
        shop();
        String window = "endTs=" + (Spans.T0 / 1_000_000 + 1) + "&lookback=3600000";
        assertThat(server.json("/jaeger/api/dependencies?" + window))
                .isEqualTo(Running.tree("{\"data\":[{\"parent\":\"web\",\"child\":\"db\",\"callCount\":1}],\"total\":1,"
                        + "\"limit\":0,\"offset\":0,\"errors\":null}"));
        assertThat(server.json("/jaeger/api/dependencies?service=x&" + window).get("data"))
                .isEmpty();
        assertThat(server.json("/jaeger/api/dependencies?service=db&" + window).get("data"))
                .hasSize(1);
        // A day back, unless the query says more.
        long end = Spans.T0 / 1_000_000 + 86_400_000;
        assertThat(server.json("/jaeger/api/dependencies?endTs=" + end).get("data"))
                .hasSize(1);
        assertThat(server.json("/jaeger/api/dependencies?endTs=" + (end + 1)).get("data"))
                .isEmpty();
        assertThat(server.json("/jaeger/api/dependencies").get("data")).isEmpty();
        assertThat(server.json(
                        "/jaeger/api/v3/dependencies?startTime=2024-06-19T00:00:00Z&end_time=2024-06-20T00:00:00Z"))
                .isEqualTo(
                        Running.tree("{\"dependencies\":[{\"parent\":\"web\",\"child\":\"db\",\"callCount\":\"1\"}]}"));
    }

    @Test
    void summariesAsThePageChecksThem() {
        shop();
        assertThat(server.json("/jaeger/api/v3/trace-summaries?" + JaegerShop.NEW))
                .isEqualTo(Running.tree("""
                {"summaries":[
                {"traceId":"0000000000000000000000000000000b","rootServiceName":"","rootOperationName":"",
                 "minStartTimeUnixNano":"1718802060000000000","maxEndTimeUnixNano":"1718802060001000000","spanCount":1,
                 "errorSpanCount":0,"orphanSpanCount":1,
                 "services":[{"name":"web","spanCount":1,"errorSpanCount":0}]},
                {"traceId":"0000000000000000000000000000000a","rootServiceName":"web","rootOperationName":"GET /",
                 "minStartTimeUnixNano":"1718802000000000000","maxEndTimeUnixNano":"1718802001500000000","spanCount":2,
                 "errorSpanCount":1,"orphanSpanCount":0,
                 "services":[{"name":"db","spanCount":1,"errorSpanCount":1},
                             {"name":"web","spanCount":1,"errorSpanCount":0}]}]}"""));
        assertThat(server.json("/jaeger/api/v3/trace-summaries?query.service_name=x&" + JaegerShop.NEW)
                        .get("summaries"))
                .isEmpty();
        String body = "{\"query\":{\"serviceName\":\"web\",\"start_time_min\":\"2024-06-19T00:00:00Z\","
                + "\"startTimeMax\":\"2024-06-20T00:00:00Z\",\"searchDepth\":1,\"attributes\":{\"z\":\"last\"},"
                + "\"durationMin\":\"1.5s\",\"rawTraces\":true}}";
        assertThat(server.postJson("/jaeger/api/v3/trace-summaries", body).get("summaries"))
                .hasSize(1);
        assertThat(server.postJson("/jaeger/api/v3/traces", body).at("/result/resourceSpans"))
                .hasSize(2);
    }

    @Test
    void tracesOfVersion3() {
        shop();
        JsonNode one = server.json("/jaeger/api/v3/traces/0a?startTime=2024-06-19T00:00:00Z&raw_traces=true");
        assertThat(one.at("/result/resourceSpans/0/scopeSpans/0/spans/0/traceId")
                        .stringValue())
                .isEqualTo("0000000000000000000000000000000a");
        assertThat(one.at("/result/resourceSpans/0/scopeSpans/0/spans/0/kind").intValue())
                .isEqualTo(2);
        assertThat(one.at("/result/resourceSpans/0/scopeSpans/0/spans/0/startTimeUnixNano")
                        .stringValue())
                .isEqualTo(Long.toString(Spans.T0));
        assertThat(server.json("/jaeger/api/v3/traces?query.num_traces=1&query.serviceName=web&" + JaegerShop.NEW)
                        .at("/result/resourceSpans"))
                .hasSize(1);
        for (String none : List.of("/traces/c", "/traces?query.serviceName=x&" + JaegerShop.NEW)) {
            HttpResponse<String> answer = server.get("/jaeger/api/v3" + none);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(Running.tree(answer.body()).at("/error/message").stringValue())
                    .isEqualTo("No traces found");
            assertThat(Running.tree(answer.body()).at("/error/httpCode").intValue())
                    .isEqualTo(404);
        }
    }

    /** A call a second for two minutes, each tenth one fails, the slowest takes as many milliseconds as its second says. */
    @Test
    void figuresOfThePageMonitor() {
        Spans spans = new Spans().service("web");
        for (int second = 1; second <= 120; second++) {
            spans.span(second, 1, 0, "op", second * 1_000L, second)
                    .status(second % 10 == 0 ? 2 : 0)
                    .end();
        }
        memory.take("default", spans.build());
        String query = "?service=other,web&groupByOperation=true&lookback=60000&step=30000&ratePer=60000&endTs="
                + (Spans.T0 / 1_000_000 + 120_000);
        JsonNode calls = server.json("/jaeger/api/metrics/calls" + query);
        assertThat(calls.get("name").stringValue()).isEqualTo("service_operation_call_rate");
        assertThat(calls.get("type").stringValue()).isEqualTo("GAUGE");
        assertThat(calls.at("/metrics/0/labels"))
                .isEqualTo(Running.tree(
                        "[{\"name\":\"service_name\",\"value\":\"web\"},{\"name\":\"operation\",\"value\":\"op\"}]"));
        assertThat(calls.at("/metrics/0/metricPoints")).isEqualTo(Running.tree("""
                [{"gaugeValue":{"doubleValue":1.0},"timestamp":"2024-06-19T13:01:00Z"},
                 {"gaugeValue":{"doubleValue":1.0},"timestamp":"2024-06-19T13:01:30Z"},
                 {"gaugeValue":{"doubleValue":1.0},"timestamp":"2024-06-19T13:02:00Z"}]"""));
        JsonNode errors = server.json("/jaeger/api/metrics/errors" + query);
        assertThat(errors.at("/metrics/0/metricPoints/1/gaugeValue/doubleValue").doubleValue())
                .isEqualTo(0.1);
        JsonNode latencies = server.json("/jaeger/api/metrics/latencies" + query + "&quantile=0.5");
        for (int point = 0; point < 3; point++) {
            // The middle of 1 to 60, 31 to 90, 61 to 120.
            assertThat(latencies
                            .at("/metrics/0/metricPoints/" + point + "/gaugeValue/doubleValue")
                            .doubleValue())
                    .isCloseTo(30 + 30.0 * point, within(0.011 * (30 + 30 * point)));
        }
        assertThat(server.json("/jaeger/api/metrics/calls?service=nobody").get("metrics"))
                .isEmpty();
        String whole = query.replace("&groupByOperation=true", "").replace("other,web", "other&service=web")
                + "&spanKind=client&spanKind=server&quantile=0.95";
        for (String name : List.of("latencies", "call_rate", "error_rate")) {
            String path = name.replace("call_rate", "calls").replace("error_rate", "errors");
            assertThat(server.json("/jaeger/api/metrics/" + path + query + "&quantile=1")
                            .get("name")
                            .stringValue())
                    .isEqualTo("service_operation_" + name);
            JsonNode answer = server.json("/jaeger/api/metrics/" + path + whole);
            assertThat(answer.get("name").stringValue()).isEqualTo("service_" + name);
            assertThat(answer.get("type").stringValue()).isEqualTo("GAUGE");
            assertThat(answer.get("help").stringValue()).isNotEmpty();
            assertThat(answer.at("/metrics/0/labels"))
                    .isEqualTo(Running.tree("[{\"name\":\"service_name\",\"value\":\"web\"}]"));
            assertThat(answer.at("/metrics/0/metricPoints")).hasSize(3);
        }
        // An hour back in steps of five seconds of ten minutes each: all that start up to ten minutes before the first.
        assertThat(server.json("/jaeger/api/metrics/calls?service=web&endTs=" + (Spans.T0 / 1_000_000 + 3_600_000))
                        .at("/metrics/0/metricPoints"))
                .hasSize((120 + 600) / 5 - 1);
        assertThat(server.json("/jaeger/api/metrics/calls" + query + "&spanKind=client")
                        .get("metrics"))
                .isEmpty();
    }

    @Test
    void anAnswerThatDoesNotCoverEverythingSaysSo() {
        shop();
        store.completeness = new Completeness(Completeness.Reason.TIME, List.of("older ones"));
        HttpResponse<String> search = server.get(JaegerShop.OLD + "web");
        assertThat(search.headers().firstValue("Spanhouse-Partial")).hasValue("time budget used up");
        assertThat(Running.tree(search.body()).at("/data/0/warnings/0").stringValue())
                .isEqualTo("time budget used up: older ones");
        for (String path : List.of("services", "v3/services", "v3/trace-summaries?" + JaegerShop.NEW, "traces/a")) {
            assertThat(server.get("/jaeger/api/" + path).headers().firstValue("Spanhouse-Partial"))
                    .as(path)
                    .isPresent();
        }
    }

    @Test
    void nobodySeesWhatIsNotTheirs(@TempDir Path directory) throws IOException {
        shop();
        memory.take(
                "bank",
                new Spans().service("vault").span(0xc, 1, 0, "open", 0, 1).end().build());
        Keys keys = new Keys(directory);
        String ofBank = keys.reader("bank", "default");
        String ofDatabase = keys.readerOf("db");
        String sender = keys.sender();
        try (Running guarded = new Running(memory, QueryOptions.defaults(), keys.ring())) {
            JaegerShop.refused(guarded.get("/jaeger/api/services"), 401, "");
            JaegerShop.refused(guarded.get("/jaeger/api/services", "Authorization", "Bearer " + sender), 403, "");
            String[] bank = {"bearer.token", ofBank};
            String[] shop = {"bearer.token", ofBank, "x-tenant", "default"};
            String[] database = {"Authorization", "Bearer " + ofDatabase};
            JaegerShop.refused(
                    guarded.get("/jaeger/api/services", "bearer.token", ofBank, "x-tenant", "other"), 403, "");
            assertThat(Running.ok(guarded.get("/jaeger/api/services", bank)).get("data"))
                    .isEqualTo(Running.tree("[\"vault\"]"));
            assertThat(JaegerShop.ids(Running.ok(guarded.get(JaegerShop.OLD + "web", bank))))
                    .isEmpty();
            assertThat(JaegerShop.ids(Running.ok(guarded.get(JaegerShop.OLD + "web", shop))))
                    .containsExactly("b", "a");
            JaegerShop.refused(guarded.get("/jaeger/api/traces/a", bank), 404, "trace not found");
            assertThat(Running.ok(guarded.get("/jaeger/api/services", database)).get("data"))
                    .isEqualTo(Running.tree("[\"db\"]"));
            assertThat(Running.ok(guarded.get("/jaeger/api/traces/a", database)).at("/data/0/spans"))
                    .hasSize(1);
            JaegerShop.refused(guarded.get("/jaeger/api/traces/b", database), 403, "");
            JsonNode summaries = Running.ok(guarded.get("/jaeger/api/v3/trace-summaries?" + JaegerShop.NEW, database));
            assertThat(summaries.get("summaries")).hasSize(1);
            assertThat(summaries.at("/summaries/0/spanCount").intValue()).isEqualTo(1);
            assertThat(Running.ok(guarded.get("/jaeger/api/dependencies?endTs=" + (Spans.T0 / 1_000_000 + 1), database))
                            .get("data"))
                    .isEmpty();
        }
    }

    @Test
    void aFilterByName() {
        shop();
        String filter = URLEncoder.encode(
                FilterTest.call("eq", "attr:error", "any:true").replace('\'', '"'), StandardCharsets.UTF_8);
        assertThat(server.json("/jaeger/api/v3/trace-summaries?" + JaegerShop.NEW + "&query.filter=" + filter)
                        .get("summaries"))
                .hasSize(1);
        String body = "{'query':{'startTimeMin':'2024-06-19T00:00:00Z','startTimeMax':'2024-06-20T00:00:00Z','filter':"
                + FilterTest.call("eq", "attr:z", "any:last") + "}}";
        assertThat(server.postJson("/jaeger/api/v3/trace-summaries", body.replace('\'', '"'))
                        .get("summaries"))
                .hasSize(1);
        // Times and depth hold beside it, the times of the span that meets it.
        assertThat(server.json(
                                "/jaeger/api/v3/trace-summaries?query.searchDepth=1&query.startTimeMin=2024-06-19T13:00:30Z"
                                        + "&query.startTimeMax=2024-06-20T00:00:00Z&query.filter=" + filter)
                        .get("summaries"))
                .isEmpty();
    }

    /** What Jaeger's own pair of documents has nothing of: no service, links that are parents, odd names and values. */
    @Test
    void detailsOfTheOlderApi() {
        Spans spans = new Spans();
        SpanBatchBuilder builder = spans.builder();
        Spans.One span = spans.resource(Map.of("host", "h1"))
                .span(0xe, 1, 2, "op", 0, 1)
                .with("empty", "")
                .with("large", -9_007_199_254_740_993L)
                .with("small", -9_007_199_254_740_991L);
        builder.traceState(builder.string("a=b")).flags(0x101).status(1, 0);
        builder.startNanos(Spans.T0 + 1_999).endNanos(Spans.T0 + 1_000);
        builder.startLink();
        builder.linkTraceId(0, 0xe);
        builder.linkSpanId(3);
        builder.linkAttribute(spans.pair("opentracing.ref_type", "child_of"));
        builder.endLink();
        span.end();
        spans.service("a/b c").span(0xf, 1, 0, "GET /x", 0, 1).end();
        memory.take("default", spans.build());
        JsonNode trace = server.json("/jaeger/api/traces/E").at("/data/0");
        assertThat(trace.at("/processes/p1/serviceName").stringValue()).isEqualTo("OTLPResourceNoServiceName");
        assertThat(trace.at("/spans/0/references").toString())
                .contains("\"CHILD_OF\"", "0000000000000002", "0000000000000003")
                .doesNotContain("FOLLOWS_FROM");
        assertThat(trace.at("/spans/0/tags").toString())
                .contains("{\"key\":\"empty\",\"type\":\"string\",\"value\":\"\"}")
                .contains("{\"key\":\"w3c.tracestate\",\"type\":\"string\",\"value\":\"a=b\"}")
                .contains("\"value\":\"-9007199254740993\"")
                .contains("\"value\":-9007199254740991")
                .contains("{\"key\":\"otel.status_code\",\"type\":\"string\",\"value\":\"OK\"}");
        assertThat(trace.at("/spans/0/flags").intValue()).isEqualTo(0x101);
        // Cut to microseconds, and no duration below nothing.
        assertThat(trace.at("/spans/0/startTime").longValue()).isEqualTo(JaegerShop.T0_MICROS + 1);
        assertThat(trace.at("/spans/0/duration").longValue()).isZero();
        assertThat(server.json("/jaeger/api/services/a%2Fb%20c/operations").get("data"))
                .isEqualTo(Running.tree("[\"GET /x\"]"));
        assertThat(server.json("/jaeger/api/services/a%2Fb%20c/operations")
                        .get("total")
                        .intValue())
                .isEqualTo(1);
    }
}
