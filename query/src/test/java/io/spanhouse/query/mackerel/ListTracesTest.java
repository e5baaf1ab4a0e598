package io.spanhouse.query.mackerel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spanhouse.query.testing.HookedStore;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lists over real sockets: the published examples, conditions, order, pages and the values of rows. */
final class ListTracesTest {
    private final MemoryTraceStore memory = new MemoryTraceStore();
    private final HookedStore store = new HookedStore(memory);
    private final Running server = new Running(store);
    private final Spans spans = new Spans();

    @AfterEach
    void stop() {
        server.close();
    }

    private void send() {
        memory.take("default", spans.build());
    }

    @Test
    void publishedExample() throws IOException {
        spans.service("gateway")
                .span(0x550e, 1, 0, "GET", 0, 1234)
                .with("http.request.method", "GET")
                .with("http.route", "/api/users")
                .end();
        spans.resource(Map.of(
                        "service.name", "shoppingcart",
                        "service.namespace", "shop",
                        "deployment.environment", "production",
                        "host.name", "the-server-7"))
                .span(0x550e, 2, 1, "cart", 600, 567)
                .with("http.status_code", 500L)
                .with("http.method", "GET")
                .end();
        send();
        JsonNode answer = server.postJson(Lists.PATH, Lists.resource("mackerel-list-request.json"));
        JsonNode row = answer.get("results").get(0);
        JsonNode example = Running.tree(Lists.resource("mackerel-list-response.json"));
        assertThat(new ArrayList<>(answer.propertyNames())).isEqualTo(new ArrayList<>(example.propertyNames()));
        JsonNode exampleRow = example.get("results").get(0);
        assertThat(new ArrayList<>(row.propertyNames())).isEqualTo(new ArrayList<>(exampleRow.propertyNames()));
        for (String name : row.propertyNames()) {
            assertThat(row.get(name).getNodeType())
                    .isEqualTo(exampleRow.get(name).getNodeType());
            if (!name.equals("traceId") && !name.equals("serviceStartAt")) {
                assertThat(row.get(name)).as(name).isEqualTo(exampleRow.get(name));
            }
        }
        assertThat(row.get("serviceStartAt").longValue()).isEqualTo(1718802000L);
    }

    @Test
    void newestFirstAndTiesByIdInPagesThatDoNotOverlap() {
        for (int trace = 1; trace <= 45; trace++) {
            spans.service("cart")
                    .span(trace, 1, 0, "GET /", trace / 10 * 1000L, trace % 7)
                    .end();
        }
        send();
        List<Long> all = Lists.ids(server, "cart", "\"perPage\":100");
        assertThat(all.subList(0, 7)).containsExactly(40L, 41L, 42L, 43L, 44L, 45L, 30L);
        List<Long> paged = new ArrayList<>();
        boolean more = true;
        for (int page = 1; more; page++) {
            JsonNode answer = server.postJson(Lists.PATH, Lists.body("cart", "\"perPage\":10,\"page\":" + page));
            paged.addAll(Lists.ids(answer));
            more = answer.get("hasNextPage").booleanValue();
        }
        assertThat(paged).isEqualTo(all).hasSize(45);
        JsonNode past = server.postJson(Lists.PATH, Lists.body("cart", "\"page\":9"));
        assertThat(past.get("results").isEmpty()).isTrue();
        assertThat(past.get("hasNextPage").booleanValue()).isFalse();
    }

    @Test
    void ordersByLatencyAndTakesNullMembers() {
        for (int trace = 1; trace <= 5; trace++) {
            spans.service("cart")
                    .span(trace, 1, 0, "GET /", trace * 1000L, trace * 3 % 5)
                    .end();
        }
        send();
        assertThat(Lists.ids(server, "cart", "\"order\":{\"column\":\"LATENCY\",\"direction\":null}"))
                .containsExactly(3L, 1L, 4L, 2L, 5L);
        assertThat(Lists.ids(server, "cart", "\"order\":{\"column\":null,\"direction\":\"ASC\"}"))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(Lists.ids(
                        server, "cart", "\"order\":null,\"page\":null,\"attributes\":null,\"spanName\":null,\"x\":[1]"))
                .containsExactly(5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void theFilteredServiceNeedNotBeTheRoot() {
        spans.service("web", "shop", "production")
                .span(1, 1, 0, "GET /", 500, 3_000)
                .end();
        spans.service("cart", "shop", "staging")
                .span(1, 2, 1, "add", 1_600, 700)
                .status(2)
                .end();
        spans.span(1, 3, 2, "query", 1_700, 900).end();
        send();
        JsonNode row =
                server.postJson(Lists.PATH, Lists.body("cart")).get("results").get(0);
        assertThat(row.get("title").stringValue()).isEqualTo("GET /");
        assertThat(row.get("environment").stringValue()).isEqualTo("staging");
        assertThat(row.get("traceStartAt").longValue()).isEqualTo(1718802000L);
        assertThat(row.get("traceLatencyMillis").longValue()).isEqualTo(3_000L);
        assertThat(row.get("serviceStartAt").longValue()).isEqualTo(1718802001L);
        assertThat(row.get("serviceLatencyMillis").longValue()).isEqualTo(700L);
        assertThat(Lists.ids(server, "web")).containsExactly(1L);
        assertThat(Lists.ids(server, "cart", "\"spanName\":\"GET /\"")).isEmpty();
        assertThat(Lists.ids(server, "cart", "\"spanName\":\"query\"")).containsExactly(1L);
        assertThat(Lists.ids(server, "cart", "\"statusCode\":\"ERROR\",\"spanName\":\"query\""))
                .isEmpty();
        assertThat(Lists.ids(server, "cart", "\"statusCode\":\"ERROR\"")).containsExactly(1L);
        assertThat(Lists.ids(server, "cart", "\"statusCode\":\"OK\"")).isEmpty();
        assertThat(Lists.ids(server, "cart", "\"environment\":\"production\"")).isEmpty();
    }

    @Test
    void titleOfATraceWithoutARootIsItsEarliestSpan() {
        spans.service("cart")
                .span(1, 2, 9, "second", 10, 5)
                .end()
                .span(1, 3, 9, "first", 5, 1)
                .end();
        send();
        JsonNode row =
                server.postJson(Lists.PATH, Lists.body("cart")).get("results").get(0);
        assertThat(row.get("title").stringValue()).isEqualTo("first");
        assertThat(row.get("serviceNamespace").stringValue()).isEmpty();
        assertThat(row.get("environment").stringValue()).isEmpty();
    }

    @Test
    void oneRowForEachNamespaceOfTheService() {
        for (int trace = 1; trace <= 3; trace++) {
            spans.service("cart", "a", "")
                    .span(trace, 1, 0, "one", trace * 1000L, 10)
                    .end();
            spans.service("cart", "b", "")
                    .span(trace, 2, 1, "two", trace * 1000L + 1, 5)
                    .end();
            spans.service("cart")
                    .span(trace, 3, 1, "three", trace * 1000L + 2, 4)
                    .end();
        }
        send();
        assertThat(Lists.ids(server, "cart", "\"perPage\":100")).containsExactly(3L, 3L, 3L, 2L, 2L, 2L, 1L, 1L, 1L);
        List<Long> paged = new ArrayList<>();
        for (int page = 1; page <= 5; page++) {
            JsonNode answer = server.postJson(Lists.PATH, Lists.body("cart", "\"perPage\":2,\"page\":" + page));
            paged.addAll(Lists.ids(answer));
            assertThat(answer.get("hasNextPage").booleanValue()).isEqualTo(page < 5);
        }
        assertThat(paged).containsExactly(3L, 3L, 3L, 2L, 2L, 2L, 1L, 1L, 1L);
        JsonNode only = server.postJson(Lists.PATH, Lists.body("cart", "\"spanName\":\"two\""))
                .get("results");
        assertThat(only.size()).isEqualTo(3);
        assertThat(only.get(0).get("serviceNamespace").stringValue()).isEqualTo("b");
        assertThat(only.get(0).get("serviceLatencyMillis").longValue()).isEqualTo(5);
        JsonNode none = server.postJson(Lists.PATH, Lists.body("cart", "\"serviceNamespace\":\"\""))
                .get("results");
        assertThat(none.size()).isEqualTo(3);
        assertThat(none.get(0).get("serviceLatencyMillis").longValue()).isEqualTo(4);
    }

    @Test
    void windowsAreOfWholeSecondsAndOfTheStartOfTheTrace() {
        spans.service("web").span(1, 1, 0, "GET /", 0, 5).end();
        spans.service("cart").span(1, 2, 1, "add", 7_000, 5).end();
        spans.service("cart").span(2, 2, 0, "add", 1_999, 5).end();
        send();
        assertThat(Lists.ids(server, "cart", "\"from\":1718802000,\"to\":1718802000"))
                .containsExactly(1L);
        assertThat(Lists.ids(server, "cart", "\"from\":1718802001,\"to\":1718802001.0"))
                .containsExactly(2L);
        assertThat(Lists.ids(server, "cart", "\"from\":1718802002,\"to\":1718802009"))
                .isEmpty();
        assertThat(Lists.ids(server, "cart", "\"from\":-9223372036854775808,\"to\":9223372036854775807"))
                .containsExactly(2L, 1L);
        assertThat(Lists.ids(server, "cart", "\"from\":-5,\"to\":-1")).isEmpty();
    }

    @Test
    void latenciesAreWholeMillisecondsRoundedDown() {
        spans.service("cart");
        spans.builder()
                .startSpan()
                .traceId(0, 1)
                .spanId(1)
                .startNanos(Spans.T0 + 999_999_999L)
                .endNanos(Spans.T0 + 999_999_999L + 1_999_999L);
        spans.builder().endSpan();
        send();
        JsonNode row = server.postJson(Lists.PATH, Lists.body("cart", "\"maxLatencyMillis\":1,\"minLatencyMillis\":1"))
                .get("results")
                .get(0);
        assertThat(row.get("traceLatencyMillis").longValue()).isEqualTo(1);
        assertThat(row.get("traceStartAt").longValue()).isEqualTo(1718802000L);
        assertThat(row.get("traceStartAt").isIntegralNumber()).isTrue();
        assertThat(Lists.ids(server, "cart", "\"maxLatencyMillis\":0")).isEmpty();
        assertThat(Lists.ids(server, "cart", "\"minLatencyMillis\":2")).isEmpty();
        assertThat(Lists.ids(server, "cart", "\"maxLatencyMillis\":9223372036854775807"))
                .hasSize(1);
    }

    @Test
    void traceIdVersionAndFingerprint() {
        spans.resource(Map.of("service.name", "cart", "service.version", "1.2"))
                .span(0xAB, 1, 0, "pay", 0, 5)
                .exception("java.io.IOException", "order 7 failed")
                .end();
        spans.service("cart").span(2, 1, 0, "pay", 0, 5).end();
        send();
        String fingerprint = server.json("/api/spanhouse/v1/issues")
                .get("issues")
                .get(0)
                .get("fingerprint")
                .stringValue();
        assertThat(Lists.ids(server, "cart", "\"issueFingerprint\":\"" + fingerprint + "\""))
                .containsExactly(0xABL);
        assertThat(Lists.ids(server, "cart", "\"issueFingerprint\":\"unknown\""))
                .isEmpty();
        assertThat(Lists.ids(server, "cart", "\"version\":\"1.2\"")).containsExactly(0xABL);
        assertThat(Lists.ids(server, "cart", "\"traceId\":\"000000000000000000000000000000aB\""))
                .containsExactly(0xABL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "nonsense",
                "{\"serviceName\":\"\",\"from\":1,\"to\":2}",
                "{\"serviceName\":5,\"from\":1,\"to\":2}",
                "{\"serviceName\":\"a\",\"to\":2}",
                "{\"serviceName\":\"a\",\"from\":3,\"to\":2}",
                "{\"serviceName\":\"a\",\"from\":\"1\",\"to\":2}",
                "{\"serviceName\":\"a\",\"from\":1.5,\"to\":2}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"perPage\":0}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"perPage\":101}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"page\":0}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"page\":501}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"traceId\":\"abc\"}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"traceId\":\"zz000000000000000000000000000000\"}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"statusCode\":\"UNSET\"}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"minLatencyMillis\":-1}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"minLatencyMillis\":2,\"maxLatencyMillis\":1}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"order\":{\"column\":\"NAME\"}}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"order\":\"ASC\"}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"attributes\":{}}",
                "{\"serviceName\":\"a\",\"from\":1,\"to\":2,\"attributes\":[{\"key\":\"k\"}]}"
            })
    void nonsenseIsToldInTheFormOfTheDialect(String body) {
        HttpResponse<String> response = server.post(Lists.PATH, body);
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Running.tree(response.body());
        assertThat(new ArrayList<>(error.propertyNames())).containsExactly("error");
        assertThat(new ArrayList<>(error.get("error").propertyNames())).containsExactly("message");
        assertThat(error.get("error").get("message").stringValue()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"1,100", "500,20", "100,100"})
    void pagesEndAtANamedRow(int page, int perPage) {
        String members = "\"page\":" + page + ",\"perPage\":" + perPage;
        assertThat(server.post(Lists.PATH, Lists.body("cart", members)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anAnswerThatIsNotCompleteSaysSo() {
        spans.service("cart").span(1, 1, 0, "GET /", 0, 5).end();
        send();
        store.completeness = new Completeness(Completeness.Reason.DAMAGED, List.of("a block"));
        HttpResponse<String> response = server.post(Lists.PATH, Lists.body("cart"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Spanhouse-Partial")).hasValue("stored data is damaged");
        // Counted when the answer has ended, which its reader may see first.
        await().untilAsserted(() -> assertThat(server.partials).containsExactly("mackerel_list"));
    }
}
