package io.spanhouse.query.mackerel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Statistics of routes and queries over real sockets: what counts, groups, figures, order, pages and refusals. */
final class ApmStatsTest {
    private static final String HTTP = "/api/v0/apm/http-server-stats?serviceName=web";
    private static final String DB = "/api/v0/apm/db-query-stats?serviceName=web";
    private static final String RANGE = "&from=1718802000&to=1718803800";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);
    private final Spans spans = new Spans();
    private long id;

    @AfterEach
    void stop() {
        server.close();
    }

    private Spans.One http(String route, long startMillis, long millis, long status) {
        return spans.span(++id, id, 0, "request", startMillis, millis)
                .with("http.request.method", "GET")
                .with("http.route", route)
                .with("http.response.status_code", status);
    }

    private void query(String text, long millis) {
        spans.span(++id, id, 0, "query", 0, millis).with("db.query.text", text);
        spans.builder().kind(3);
        spans.builder().endSpan();
    }

    private List<String> routes(String more) {
        store.take("default", spans.build());
        List<String> routes = new ArrayList<>();
        for (JsonNode row : server.json(HTTP + RANGE + more).get("results")) {
            routes.add(row.get("method").stringValue() + " " + row.get("route").stringValue());
        }
        return routes;
    }

    @Test
    void figuresOfARoute() {
        spans.service("web");
        for (int i = 1; i <= 20; i++) {
            http("/users", i * 1_000L, i * 10L, i > 19 ? 500 : 200).end();
        }
        store.take("default", spans.build());
        JsonNode answer = server.json(HTTP + RANGE);
        assertThat(answer.get("hasNextPage").booleanValue()).isFalse();
        JsonNode row = answer.get("results").get(0);
        assertThat(new ArrayList<>(row.propertyNames()))
                .containsExactly(
                        "method",
                        "route",
                        "totalMillis",
                        "averageMillis",
                        "approxP95Millis",
                        "errorRatePercentage",
                        "requestCount");
        assertThat(row.get("totalMillis").doubleValue()).isEqualTo(2_100);
        assertThat(row.get("averageMillis").doubleValue()).isEqualTo(105);
        assertThat(row.get("approxP95Millis").doubleValue()).isEqualTo(190);
        assertThat(row.get("errorRatePercentage").doubleValue()).isEqualTo(5);
        assertThat(row.get("requestCount").longValue()).isEqualTo(20);
    }

    @Test
    void onlyServerSpansWithAMethodCountAndTheFirstAttributeOfARouteNamesIt() {
        spans.service("web");
        spans.span(1, 1, 0, "a", 0, 1)
                .with("http.method", "PUT")
                .with("http.target", "/t")
                .with("http.url", "http://x/t")
                .end();
        spans.span(2, 2, 0, "b", 0, 1)
                .with("http.method", "PUT")
                .with("http.request.method", "PATCH")
                .with("url.path", "/p")
                .with("http.target", "/t")
                .end();
        spans.span(3, 3, 0, "c", 0, 1)
                .with("http.request.method", "GET")
                .with("http.url", "http://x/u")
                .end();
        spans.span(4, 4, 0, "d", 0, 1).with("http.request.method", "GET").end();
        spans.span(5, 5, 0, "e", 0, 1).with("http.route", "/no-method").end();
        spans.span(6, 6, 0, "f", 0, 1).with("http.request.method", "GET").with("http.route", "/client");
        spans.builder().kind(3);
        spans.builder().endSpan();
        spans.service("other")
                .span(7, 7, 0, "g", 0, 1)
                .with("http.request.method", "GET")
                .with("http.route", "/other")
                .end();
        assertThat(routes("")).containsExactlyInAnyOrder("PUT /t", "PATCH /p", "GET http://x/u", "GET ");
    }

    @ParameterizedTest
    @CsvSource({
        "'', /slow /often /bad",
        "P95, /slow /often /bad",
        "SUM, /often /slow /bad",
        "AVERAGE, /slow /often /bad",
        "REQUEST_COUNT, /often /bad /slow",
        "ERROR_RATE, /bad /often /slow"
    })
    void orders(String column, String expected) {
        spans.service("web");
        http("/slow", 0, 100, 404).end();
        for (int i = 0; i < 10; i++) {
            http("/often", i, 50, 200).end();
        }
        http("/bad", 0, 1, 503).end();
        http("/bad", 0, 1, 499).end();
        String order = column.isEmpty() ? "" : "&orderColumn=" + column;
        List<String> descending = routes(order);
        assertThat(String.join(" ", descending)).isEqualTo("GET " + expected.replace(" ", " GET "));
        List<String> ascending = new ArrayList<>();
        for (JsonNode row :
                server.json(HTTP + RANGE + order + "&orderDirection=ASC").get("results")) {
            ascending.add(
                    0, row.get("method").stringValue() + " " + row.get("route").stringValue());
        }
        boolean tied = column.equals("ERROR_RATE");
        assertThat(ascending.get(0)).isEqualTo(descending.get(0));
        assertThat(ascending).hasSize(3);
        if (!tied) {
            assertThat(ascending).isEqualTo(descending);
        }
    }

    @Test
    void filtersOfServiceMethodAndRoute() {
        spans.resource(Map.of(
                "service.name", "web",
                "service.namespace", "shop",
                "deployment.environment", "production",
                "service.version", "1.2"));
        http("/a/users", 0, 1, 200).end();
        spans.service("web");
        http("/b/users", 0, 1, 200).end();
        spans.span(90, 90, 0, "x", 0, 1)
                .with("http.method", "POST")
                .with("http.route", "/b/orders")
                .end();
        assertThat(routes("&serviceNamespace=shop")).containsExactly("GET /a/users");
        assertThat(routes("&serviceNamespace=")).containsExactlyInAnyOrder("GET /b/users", "POST /b/orders");
        assertThat(routes("&environment=production")).containsExactly("GET /a/users");
        assertThat(routes("&version=1.2")).containsExactly("GET /a/users");
        assertThat(routes("&version=1.3")).isEmpty();
        assertThat(routes("&method=POST")).containsExactly("POST /b/orders");
        assertThat(routes("&method=post")).isEmpty();
        assertThat(routes("&route=/users")).containsExactlyInAnyOrder("GET /a/users", "GET /b/users");
        assertThat(routes("&route=b/us")).containsExactly("GET /b/users");
    }

    @Test
    void pagesAndTimeRange() {
        spans.service("web");
        for (int i = 0; i < 25; i++) {
            http(String.format("/route-%02d", i), 0, 100 - i, 200).end();
        }
        http("/last-second", 1_800_999, 1, 200).end();
        http("/too-late", 1_801_000, 1, 200).end();
        store.take("default", spans.build());
        JsonNode first = server.json(HTTP + RANGE);
        assertThat(first.get("results").size()).isEqualTo(20);
        assertThat(first.get("hasNextPage").booleanValue()).isTrue();
        assertThat(first.get("results").get(0).get("route").stringValue()).isEqualTo("/route-00");
        JsonNode second = server.json(HTTP + RANGE + "&page=2");
        assertThat(second.get("results").size()).isEqualTo(6);
        assertThat(second.get("hasNextPage").booleanValue()).isFalse();
        assertThat(second.get("results").get(5).get("route").stringValue()).isEqualTo("/last-second");
        assertThat(server.json(HTTP + RANGE + "&page=3").get("results").size()).isZero();
        JsonNode exact = server.json(HTTP + RANGE + "&perPage=26");
        assertThat(exact.get("hasNextPage").booleanValue()).isFalse();
    }

    @Test
    void queriesOfAService() {
        spans.service("web");
        query("SELECT 1", 4);
        query("SELECT 1", 6);
        query("UPDATE carts SET x = ?", 3);
        spans.span(80, 80, 0, "old", 0, 2).with("db.statement", "DELETE");
        spans.builder().kind(3);
        spans.builder().endSpan();
        spans.span(81, 81, 0, "server", 0, 2)
                .with("db.statement", "not a client")
                .end();
        store.take("default", spans.build());
        JsonNode rows = server.json(DB + RANGE + "&orderColumn=EXECUTION_COUNT").get("results");
        assertThat(rows.size()).isEqualTo(3);
        JsonNode row = rows.get(0);
        assertThat(new ArrayList<>(row.propertyNames()))
                .containsExactly("query", "executionCount", "totalMillis", "averageMillis", "approxP95Millis");
        assertThat(row.get("query").stringValue()).isEqualTo("SELECT 1");
        assertThat(row.get("executionCount").longValue()).isEqualTo(2);
        assertThat(row.get("totalMillis").doubleValue()).isEqualTo(10);
        assertThat(row.get("averageMillis").doubleValue()).isEqualTo(5);
        assertThat(row.get("approxP95Millis").doubleValue()).isEqualTo(6);
        JsonNode partial = server.json(DB + RANGE + "&query=carts").get("results");
        assertThat(partial.size()).isEqualTo(1);
        assertThat(server.json(DB + RANGE).get("results").get(0).get("query").stringValue())
                .isEqualTo("SELECT 1");
        assertThat(server.get(DB + RANGE + "&orderColumn=REQUEST_COUNT").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v0/apm/http-server-stats?from=1718802000&to=1718802060",
                "/api/v0/apm/http-server-stats?serviceName=&from=1718802000&to=1718802060",
                HTTP,
                HTTP + "&from=1718802000",
                HTTP + "&from=1718802000&to=x",
                HTTP + "&from=1718802000&to=1718801999",
                HTTP + "&from=1718802000&to=1718803801",
                HTTP + RANGE + "&page=0",
                HTTP + RANGE + "&perPage=0",
                HTTP + RANGE + "&perPage=101",
                HTTP + RANGE + "&perPage=100&page=101",
                HTTP + RANGE + "&orderColumn=EXECUTION_COUNT",
                HTTP + RANGE + "&orderColumn=p95",
                HTTP + RANGE + "&orderDirection=UP",
            })
    void refusals(String address) {
        assertThat(server.get(address).statusCode()).isEqualTo(400);
        assertThat(Running.tree(server.get(address).body()).at("/error/message").stringValue())
                .isNotEmpty();
    }
}
