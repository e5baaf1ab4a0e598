package io.spanhouse.query.syncano;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Syncano's REST API: its documents' own examples byte for byte, lists, pages, numbers, what is not shown. */
final class SyncanoTest {
    private static final String BASE = "/v1.1/instances/default/";
    private static final String SCRIPTS = BASE + "snippets/scripts/";

    @TempDir
    Path directory;

    private TraceStore store;
    private Running server;
    private long nextTrace = 1;

    @BeforeEach
    void start() {
        store = TraceStore.open(StoreOptions.defaults(directory.resolve("data")));
        server = new Running(store);
    }

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    private void send(Spans spans) {
        store.append(store.project("default"), spans.build()).join();
    }

    private Spans.One span(Spans spans, String script, String run, long startMillis, long millis) {
        return spans.service(script)
                .span(nextTrace++, 1, 0, "call", startMillis, millis)
                .with("run_id", run);
    }

    private void run(String script, String run, long startMillis) {
        Spans spans = new Spans();
        span(spans, script, run, startMillis, 233)
                .with("script.result", "result of " + run)
                .end();
        send(spans);
    }

    private List<Long> ids(JsonNode list) {
        List<Long> ids = new ArrayList<>();
        list.get("objects").forEach(object -> ids.add(object.get("id").longValue()));
        return ids;
    }

    /** The example's ids are not ours to choose: they stand in its place. */
    @Test
    void oneTraceIsAsDocumented() throws IOException {
        Spans spans = new Spans();
        span(spans, "s", "r", 0, 0).with("script.result", "some_result");
        at(spans, "2015-03-18T08:52:39.667359Z", 233);
        send(spans);
        server.json(SCRIPTS + "s/traces/");
        HttpResponse<String> answer = server.get(SCRIPTS + "1/traces/1/", "Accept", "application/json; indent=4");
        assertThat(answer.body())
                .isEqualTo(example("script-trace.json")
                        .replace("<instance>", "default")
                        .replace("\"id\": 184", "\"id\": 1")
                        .replace("scripts/666/traces/777/", "scripts/1/traces/1/"));
    }

    @Test
    void oneTraceOfAnEndpointIsAsDocumented() throws IOException {
        JsonNode meta = Running.tree(example("script-endpoint-trace.json")).get("meta");
        Spans spans = new Spans();
        Spans.One span = span(spans, "s", "r", 0, 0)
                .with("script.invocation", "endpoint")
                .with("script.result", "ello")
                .with("script.meta", meta.toString());
        span.with("script.args", "{}");
        at(spans, "2015-04-28T13:13:23.970574Z", 257);
        send(spans);
        String path = BASE + "endpoints/scripts/s/traces/";
        server.json(path);
        HttpResponse<String> answer =
                server.get(BASE + "endpoints/scripts/1/traces/1/", "Accept", "application/json; indent=4");
        assertThat(answer.body())
                .isEqualTo(example("script-endpoint-trace.json")
                        .replace("\"id\": 2039", "\"id\": 1")
                        .replace(
                                "/v1.1/instances/<instance>/snippets/scripts/<script_id>/traces/<trace_id>/",
                                BASE + "endpoints/scripts/1/traces/1/"));
    }

    private static void at(Spans spans, String time, long millis) {
        Instant start = Instant.parse(time);
        long nanos = start.getEpochSecond() * 1_000_000_000L + start.getNano();
        spans.builder().startNanos(nanos).endNanos(nanos + millis * 1_000_000L);
        spans.builder().endSpan();
    }

    private static String example(String name) throws IOException {
        try (InputStream in = SyncanoTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Test
    void theLatestHundredOf101AreListedAndIdsStay() {
        for (int run = 0; run < 101; run++) {
            run("s", "r" + run, run * 1_000L);
        }
        JsonNode list = server.json(SCRIPTS + "s/traces/");
        List<Long> ids = ids(list);
        assertThat(ids).hasSize(100).startsWith(100L, 99L).endsWith(2L, 1L);
        assertThat(list.get("next").isNull()).isTrue();
        assertThat(list.get("prev").isNull()).isTrue();
        assertThat(list.at("/objects/0/result").stringValue()).isEqualTo("result of r100");
        assertThat(list.at("/objects/99/result").stringValue()).isEqualTo("result of r1");
        nextTrace = 1;
        for (int run = 0; run < 101; run++) {
            run("s", "r" + run, run * 1_000L);
        }
        assertThat(server.json(SCRIPTS + "s/traces/")).isEqualTo(list);
        run("s", "r101", 101_000);
        JsonNode later = server.json(SCRIPTS + "1/traces/");
        assertThat(ids(later)).hasSize(100).startsWith(101L, 100L).endsWith(2L);
        assertThat(server.json(SCRIPTS + "1/traces/1/").get("result").stringValue())
                .as("no longer listed, and still there by its number")
                .isEqualTo("result of r1");
        server.close();
        store.close();
        start();
        assertThat(server.json(SCRIPTS + "1/traces/")).isEqualTo(later);
    }

    @Test
    void pagesFollowEachOtherInBothDirections() {
        for (int run = 0; run < 10; run++) {
            run("s", "r" + run, run * 1_000L);
        }
        JsonNode first = server.json(SCRIPTS + "s/traces/?page_size=4");
        assertThat(ids(first)).containsExactly(10L, 9L, 8L, 7L);
        assertThat(first.get("prev").isNull()).isTrue();
        assertThat(first.get("next").stringValue()).isEqualTo(SCRIPTS + "1/traces/?direction=1&last_pk=7&page_size=4");
        JsonNode second = server.json(first.get("next").stringValue());
        assertThat(ids(second)).containsExactly(6L, 5L, 4L, 3L);
        JsonNode third = server.json(second.get("next").stringValue());
        assertThat(ids(third)).containsExactly(2L, 1L);
        assertThat(third.get("next").isNull()).isTrue();
        assertThat(ids(server.json(third.get("prev").stringValue()))).containsExactly(6L, 5L, 4L, 3L);
        assertThat(server.json(second.get("prev").stringValue())).isEqualTo(first);
        JsonNode ascending = server.json(SCRIPTS + "s/traces/?page_size=3&ordering=asc&last_pk=3");
        assertThat(ids(ascending)).containsExactly(4L, 5L, 6L);
        assertThat(ascending.get("prev").stringValue())
                .isEqualTo(SCRIPTS + "1/traces/?direction=0&last_pk=4&ordering=asc&page_size=3");
        assertThat(ids(server.json(ascending.get("prev").stringValue()))).containsExactly(1L, 2L, 3L);
        assertThat(ids(server.json(SCRIPTS + "s/traces/?last_pk=1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ordering=up",
                "page_size=0",
                "page_size=101",
                "page_size=x",
                "direction=2",
                "last_pk=x",
                "last_pk=-1",
                "page_size=1&page_size=2"
            })
    void whatMakesNoSenseIs400(String query) {
        run("s", "r", 0);
        HttpResponse<String> answer = server.get(SCRIPTS + "s/traces/?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Running.tree(answer.body()).get("detail").stringValue()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t/traces/", "7/traces/", "s/traces/1/", "s/traces/x/", "7/"})
    void whatIsNotThereIs404(String path) {
        run("s", "r", 0);
        HttpResponse<String> answer = server.get(SCRIPTS + path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Running.tree(answer.body()).get("detail").stringValue()).isNotEmpty();
    }

    @Test
    void waysOfExecutionAreKeptApart() {
        long start = 0;
        for (String invocation : List.of("script", "schedule", "trigger", "endpoint")) {
            Spans spans = new Spans();
            span(spans, "s p/1", invocation, start++, 5)
                    .with("script.invocation", invocation)
                    .end();
            send(spans);
        }
        run("s p/1", "untold", 10);
        run("other", "r", 11);
        assertThat(server.json(SCRIPTS).get("objects")).hasSize(2);
        assertThat(server.json(BASE + "schedules/").get("objects")).hasSize(1);
        for (Map.Entry<String, Integer> kind : Map.of(
                        "snippets/scripts", 2, "schedules", 1, "triggers", 1, "endpoints/scripts", 1)
                .entrySet()) {
            String path = BASE + kind.getKey() + "/s%20p%2F1/traces/";
            assertThat(ids(server.json(path))).as(path).hasSize(kind.getValue());
            assertThat(server.json(path.substring(0, path.length() - 1))).isEqualTo(server.json(path));
        }
        JsonNode schedule = server.json(BASE + "schedules/s%20p%2F1/traces/").at("/objects/0");
        String self = schedule.at("/links/self").stringValue();
        assertThat(server.json(self)).isEqualTo(schedule);
        assertThat(schedule.has("meta")).isFalse();
        assertThat(server.get(self.replace("schedules", "triggers")).statusCode())
                .isEqualTo(404);
        JsonNode script = server.json(BASE + "schedules/").at("/objects/0");
        assertThat(script.get("label").stringValue()).isEqualTo("s p/1");
        assertThat(server.json(script.at("/links/self").stringValue())).isEqualTo(script);
        assertThat(server.json(script.at("/links/traces").stringValue()).get("objects"))
                .hasSize(1);
    }

    @Test
    void howARunEndedAndWhatItGaveBack() {
        Spans spans = new Spans();
        span(spans, "s", "fails", 0, 5).status(2).end();
        span(spans, "s", "times out", 1, 5).with("script.exit_code", 124L).end();
        span(spans, "s", "runs", 2, 5)
                .with("log.message", "still")
                .with("log.level", "INFO")
                .end();
        span(spans, "s", "big", 3, 5).with("script.output", "é".repeat(32_769)).end();
        span(spans, "s", "fits", 4, 5).with("script.output", "x".repeat(65_536)).end();
        send(spans);
        JsonNode objects = server.json(SCRIPTS + "s/traces/?ordering=asc").get("objects");
        assertThat(objects.at("/0/status").stringValue()).isEqualTo("failure");
        assertThat(objects.at("/0/result").isNull()).isTrue();
        assertThat(objects.at("/1/status").stringValue()).isEqualTo("timeout");
        assertThat(objects.at("/2/status").stringValue()).isEqualTo("processing");
        assertThat(objects.at("/2/duration").isNull()).isTrue();
        assertThat(objects.at("/3/result/__error__").stringValue()).isEqualTo("Result is too big to show in trace.");
        assertThat(objects.at("/4/result").stringValue()).hasSize(65_536);
        assertThat(server.json(SCRIPTS + "s/traces/4/").get("result").stringValue())
                .isEqualTo("é".repeat(32_769));
    }

    @Test
    void theCallersRequestIsShownWithoutWhatLetsItIn() {
        Spans spans = new Spans();
        span(spans, "s", "told", 0, 5)
                .with("script.invocation", "endpoint")
                .with("http.request.header.accept", List.of("text/html", "*/*"))
                .with("http.request.header.authorization", List.of("Bearer secret"))
                .with("http.request.header.cookie", "session=secret")
                .with("http.request.header.content-type", "text/plain")
                .with("http.request.method", "POST")
                .with("client.address", "10.0.0.7")
                .with("url.path", "/run/")
                .with("script.input", "{\"n\":[1,2]}")
                .end();
        span(spans, "s", "whole", 1, 5)
                .with("script.invocation", "endpoint")
                .with("script.meta", "{\"HTTP_COOKIE\":\"secret\",\"Authorization\":\"secret\",\"X\":1}")
                .with("script.args", "plain text")
                .end();
        send(spans);
        JsonNode objects =
                server.json(BASE + "endpoints/scripts/s/traces/?ordering=asc").get("objects");
        assertThat(objects.toString()).doesNotContain("secret");
        assertThat(objects.at("/0/meta").toString())
                .isEqualTo("{\"CONTENT_TYPE\":\"text/plain\",\"HTTP_ACCEPT\":\"text/html, */*\","
                        + "\"HTTP_AUTHORIZATION\":\"********\",\"HTTP_COOKIE\":\"********\","
                        + "\"PATH_INFO\":\"/run/\",\"REMOTE_ADDR\":\"10.0.0.7\",\"REQUEST_METHOD\":\"POST\"}");
        assertThat(objects.at("/0/args").toString()).isEqualTo("{\"n\":[1,2]}");
        assertThat(objects.at("/1/meta").toString())
                .isEqualTo("{\"HTTP_COOKIE\":\"********\",\"Authorization\":\"********\",\"X\":1}");
        assertThat(objects.at("/1/args").stringValue()).isEqualTo("plain text");
    }

    @Test
    void instancesAreProjects() throws IOException {
        run("s", "r", 0);
        assertThat(server.json("/v1.1/instances/any%20name/snippets/scripts/s/traces/")
                        .at("/objects/0/links/self")
                        .stringValue())
                .isEqualTo("/v1.1/instances/any%20name/snippets/scripts/1/traces/1/");
        server.close();
        Keys keys = new Keys(directory);
        String stock = keys.reader("stock");
        server = new Running(store, QueryOptions.defaults(), keys.ring());
        String[] header = {"Authorization", "Bearer " + stock};
        assertThat(server.get(SCRIPTS, header).statusCode()).isEqualTo(403);
        assertThat(server.get(SCRIPTS).statusCode()).isEqualTo(401);
        assertThat(server.json("/v1.1/instances/stock/snippets/scripts/", header)
                        .get("objects"))
                .isEmpty();
        assertThat(server.get("/v1.1/instances/stock/snippets/scripts/1/traces/1/", header)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void answersAreAsDescribed() {
        run("s", "r", 0);
        Spans spans = new Spans();
        span(spans, "e", "of endpoint", 0, 5)
                .with("script.invocation", "endpoint")
                .with("script.result", "x".repeat(70_000))
                .with("script.args", "{\"a\":1}")
                .with("http.request.method", "POST")
                .end();
        send(spans);
        JsonNode document = server.json("/api/spanhouse/v1/openapi/syncano.json");
        String endpoints = BASE + "endpoints/scripts/";
        server.json(SCRIPTS + "s/traces/");
        assertAsDescribed(document, SCRIPTS, "snippets/scripts/");
        assertAsDescribed(document, SCRIPTS + "s/", "snippets/scripts/{script}/");
        assertAsDescribed(document, SCRIPTS + "s/traces/", "snippets/scripts/{script}/traces/");
        assertAsDescribed(document, SCRIPTS + "s/traces/1/", "snippets/scripts/{script}/traces/{trace}/");
        assertAsDescribed(document, endpoints + "e/traces", "endpoints/scripts/{script}/traces");
        assertAsDescribed(document, endpoints + "e/traces/1", "endpoints/scripts/{script}/traces/{trace}");
        HttpResponse<String> refused = server.get(SCRIPTS + "?page_size=0");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(new Schemas(document)
                        .complaints(document.at("/components/schemas/Error"), Running.tree(refused.body())))
                .isEmpty();
    }

    private void assertAsDescribed(JsonNode document, String asked, String path) {
        JsonNode operation = document.get("paths").get("/v1.1/instances/{projectId}/" + path);
        JsonNode schema = operation.at("/get/responses/200/content/application~1json/schema");
        assertThat(schema.isMissingNode()).isFalse();
        assertThat(new Schemas(document).complaints(schema, server.json(asked)))
                .as(asked)
                .isEmpty();
    }
}
