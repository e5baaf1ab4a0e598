package io.spanhouse.query.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** List and get over real sockets: views, orders, pages, windows, the form of answers and refusals. */
final class CloudTraceTest {
    private static final String LIST = "/v1/projects/shop/traces";

    private final MemoryTraceStore memory = new MemoryTraceStore();
    private final Running server = new Running(memory);
    private final Spans spans = new Spans();

    @AfterEach
    void stop() {
        server.close();
    }

    private void send() {
        memory.take("default", spans.build());
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        if (answer.get("traces") != null) {
            for (JsonNode trace : answer.get("traces")) {
                ids.add(trace.get("traceId").stringValue().replaceFirst("^0+", ""));
            }
        }
        return ids;
    }

    private static JsonNode error(HttpResponse<String> response, int code, String status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
        JsonNode error = Running.tree(response.body()).get("error");
        assertThat(error.get("code").intValue()).isEqualTo(code);
        assertThat(error.get("status").stringValue()).isEqualTo(status);
        assertThat(error.get("details").isArray()).isTrue();
        return error;
    }

    private void shop() {
        spans.service("web")
                .span(0xa, -2, 0, "root", 0, 1500)
                .with("http.route", "/cart")
                .with("n", 5L)
                .end()
                .span(0xa, 2, -2, "child", 1, 2)
                .end()
                .service("db")
                .span(0xb, 1, 7, "orphan", 60_000, 1)
                .end();
        send();
    }

    @Test
    void getHasAllSpansAsTheApiWritesThem() {
        shop();
        assertThat(server.json("/v1/projects/shop/traces/0000000000000000000000000000000A"))
                .isEqualTo(Running.tree("""
                        {"projectId":"shop","traceId":"0000000000000000000000000000000a","spans":[
                        {"spanId":"18446744073709551614","kind":"RPC_SERVER","name":"root",
                         "startTime":"2024-06-19T13:00:00Z","endTime":"2024-06-19T13:00:01.500Z",
                         "labels":{"http.route":"/cart","n":"5","/http/route":"/cart","/component":"web",
                                   "service.name":"web"}},
                        {"spanId":"2","kind":"RPC_SERVER","name":"child","startTime":"2024-06-19T13:00:00.001Z",
                         "endTime":"2024-06-19T13:00:00.003Z","parentSpanId":"18446744073709551614",
                         "labels":{"/component":"web","service.name":"web"}}]}"""));
    }

    @Test
    void getRefusesWhatIsNoIdAndDoesNotFindWhatIsNotThere() {
        error(server.get("/v1/projects/shop/traces/" + "0".repeat(31)), 400, "INVALID_ARGUMENT");
        error(server.get("/v1/projects/shop/traces/" + "g".repeat(32)), 400, "INVALID_ARGUMENT");
        error(server.get("/v1/projects/shop/traces/" + "1".repeat(32)), 404, "NOT_FOUND");
        error(server.get("/v1/projects/shop/nothing"), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&view=MINIMAL", "&view=1", "&view=0", "&view=VIEW_TYPE_UNSPECIFIED", "&view="})
    void minimalViewHasIdsAlone(String view) {
        shop();
        assertThat(server.json(LIST + "?$alt=json;enum-encoding%3Dint&pageToken=" + view))
                .isEqualTo(Running.tree("""
                        {"traces":[{"projectId":"shop","traceId":"0000000000000000000000000000000b"},
                                   {"projectId":"shop","traceId":"0000000000000000000000000000000a"}]}"""));
    }

    @ParameterizedTest
    @CsvSource({"ROOTSPAN,1,0", "2,1,0", "COMPLETE,2,1", "3,2,1"})
    void otherViewsHaveSpans(String view, int ofTrace, int ofOrphan) {
        shop();
        JsonNode traces = server.json(LIST + "?orderBy=trace_id&view=" + view).get("traces");
        assertThat(traces.get(0).get("spans").size()).isEqualTo(ofTrace);
        assertThat(traces.get(0).get("spans").get(0).get("name").stringValue()).isEqualTo("root");
        assertThat(traces.get(1).get("spans").size()).isEqualTo(ofOrphan);
    }

    @Test
    void nothingFoundIsAnEmptyObject() {
        assertThat(server.get(LIST).body()).isEqualTo("{}");
    }

    private void four() {
        spans.service("s")
                .span(1, 1, 0, "b", 3, 10)
                .end()
                .span(1, 2, 1, "late", 0, 5000)
                .end()
                .span(2, 1, 0, "a", 2, 30)
                .end()
                .span(3, 1, 0, "c", 1, 20)
                .end()
                .span(4, 1, 9, "orphan", 4, 900)
                .end();
        send();
    }

    @ParameterizedTest
    @CsvSource({
        "'',4 1 2 3",
        "start desc,4 1 2 3",
        "start,3 2 1 4",
        "trace_id,1 2 3 4",
        "trace_id desc,4 3 2 1",
        "name,4 2 1 3",
        "name desc,3 1 2 4",
        "duration,4 1 3 2",
        "duration desc,2 3 1 4"
    })
    void orders(String orderBy, String expected) {
        four();
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            JsonNode page =
                    server.json(LIST + "?pageSize=1&orderBy=" + orderBy.replace(" ", "+") + "&pageToken=" + token);
            found.addAll(ids(page));
            token = page.get("nextPageToken") == null
                    ? ""
                    : page.get("nextPageToken").stringValue();
            // What comes in between is not seen by the pages after.
            new Spans().service("s");
            memory.take(
                    "default",
                    new Spans()
                            .service("s")
                            .span(0x100 + found.size(), 1, 0, "b", 2, 15)
                            .end()
                            .build());
        } while (!token.isEmpty());
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pageSize=x",
                "view=4",
                "view=complete",
                "orderBy=end",
                "orderBy=start+asc",
                "startTime=yesterday",
                "endTime=2024-06-19",
                "pageToken=abc",
                "pageToken=zzzzzzzzzzzzzzzzabc",
                "alt=proto",
                "view=1&view=2",
                "startTime=2024-06-19T13:00:00.1Z&endTime=2024-06-19T13:00:00Z"
            })
    void whatMakesNoSenseIsRefused(String query) {
        error(server.get(LIST + "?" + query), 400, "INVALID_ARGUMENT");
    }

    @Test
    void sizesOfPages() {
        for (int trace = 1; trace <= 130; trace++) {
            spans.service("s").span(trace, 1, 0, "x", trace, 1).end();
        }
        send();
        assertThat(ids(server.json(LIST))).hasSize(100);
        assertThat(ids(server.json(LIST + "?pageSize=-5"))).hasSize(100);
        assertThat(ids(server.json(LIST + "?pageSize=120"))).hasSize(120);
        assertThat(ids(server.json(LIST + "?pageSize=120&view=COMPLETE"))).hasSize(100);
        assertThat(ids(server.json(LIST + "?pageSize=2000&view=ROOTSPAN"))).hasSize(130);
    }

    @Test
    void tokenIsOfOneRequest() {
        four();
        String token = server.json(LIST + "?pageSize=1&filter=a").get("nextPageToken") == null
                ? server.json(LIST + "?pageSize=1&filter=span:late").toString()
                : "";
        assertThat(token).doesNotContain("nextPageToken");
        String next = server.json(LIST + "?pageSize=1").get("nextPageToken").stringValue();
        assertThat(ids(server.json(LIST + "?pageSize=3&pageToken=" + next))).containsExactly("1", "2", "3");
        error(server.get(LIST + "?filter=a&pageToken=" + next), 400, "INVALID_ARGUMENT");
        error(server.get(LIST + "?orderBy=name&pageToken=" + next), 400, "INVALID_ARGUMENT");
        error(server.get(LIST + "?endTime=2030-01-01T00:00:00Z&pageToken=" + next), 400, "INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-06-19T13:00:00.003Z,2024-06-19T13:00:00.003Z,1",
        "2024-06-19T13:00:00.002Z,2024-06-19T13:00:00.003Z,1 2",
        "2024-06-19T13:00:00.003000001Z,'',4",
        "'',2024-06-19T13:00:00.000999999Z,''",
        "1970-01-01T00:00:00Z,2024-06-19T15:00:00.001+02:00,3",
        "2024-06-19T13:00:00.004Z,1970-01-01T00:00:00Z,4",
        "1960-01-01T00:00:00Z,9999-01-01T00:00:00Z,4 1 2 3"
    })
    void windowIsOfTheRootsStartWithBothEnds(String start, String end, String expected) {
        four();
        String query = "?startTime=" + start.replace("+", "%2B") + "&endTime=" + end.replace("+", "%2B");
        assertThat(String.join(" ", ids(server.json(LIST + query)))).isEqualTo(expected);
    }

    @Test
    void tracesOfTheFutureAreNotBeforeNow() {
        spans.service("s").span(1, 1, 0, "x", 1_000_000_000_000L, 1).end();
        send();
        assertThat(ids(server.json(LIST))).isEmpty();
        assertThat(ids(server.json(LIST + "?endTime=2099-01-01T00:00:00Z"))).containsExactly("1");
    }

    @Test
    void projectOfThePathMustBeTheKeys(@TempDir Path directory) throws IOException {
        Keys keys = new Keys(directory);
        String reader = keys.reader("shop", "bank");
        String sender = keys.sender();
        memory.take("bank", spans.service("s").span(1, 1, 0, "x", 1, 1).end().build());
        try (Running guarded = new Running(memory, QueryOptions.defaults(), keys.ring())) {
            error(guarded.get(LIST), 401, "UNAUTHENTICATED");
            String[] key = {"Authorization", "Bearer " + reader, "X-Scope-OrgID", "shop"};
            assertThat(ids(Running.ok(guarded.get(LIST, key)))).isEmpty();
            JsonNode answer = Running.ok(guarded.get("/v1/projects/bank/traces", key));
            assertThat(ids(answer)).containsExactly("1");
            error(guarded.get("/v1/projects/other/traces", key), 403, "PERMISSION_DENIED");
            error(guarded.get(LIST, "Authorization", "Bearer " + sender), 403, "PERMISSION_DENIED");
        }
    }
}
