package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Trees over real sockets: what is found, and that answers are as described. */
final class GetTreeTest {
    private static final String PATH = ApiRoutes.BASE + "/traces/00000000000000000000000000000001/tree";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);
    private Schemas schemas;
    private JsonNode schema;

    @BeforeEach
    void send() {
        Spans spans = new Spans();
        spans.service("web").span(1, 1, 0, "GET /", 0, 100).end();
        spans.service("cart").span(1, 2, 1, "read", 10, 30).status(2).end();
        spans.span(1, 3, 2, "query", -1, 20).end();
        spans.service("pay").span(1, 4, 1, "charge", 35, 60).end();
        spans.service("lost").span(1, 5, 99, "orphan", 50, 10).end();
        spans.service("alone").span(2, 6, 77, "late", 5, 10).end();
        spans.span(2, 7, 78, "later", 20, 10).end();
        store.take("default", spans.build());
        JsonNode document = server.json(ApiRoutes.BASE + "/openapi.json");
        schemas = new Schemas(document);
        schema = document.at(
                "/paths/~1api~1spanhouse~1v1~1traces~1{traceId}~1tree/get/responses/200/content/application~1json/schema");
        assertThat(schema.isMissingNode()).isFalse();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode ask(String path) {
        JsonNode answer = server.json(path);
        assertThat(schemas.complaints(schema, answer)).isEmpty();
        return answer;
    }

    @Test
    void columnsPathAndTotals() {
        JsonNode tree = ask(PATH);
        assertThat(tree.get("start").stringValue()).isEqualTo(Long.toString(Spans.T0 - 1_000_000));
        assertThat(tree.at("/spans/spanId").toString())
                .isEqualTo("[\"0000000000000001\",\"0000000000000002\",\"0000000000000003\",\"0000000000000004\","
                        + "\"0000000000000005\"]");
        assertThat(tree.at("/spans/parent").toString()).isEqualTo("[-1,0,1,0,-1]");
        assertThat(tree.at("/spans/subtreeEnd").toString()).isEqualTo("[4,3,3,4,5]");
        // The root's children cover 10 to 95 ms; of the query 10 to 19 ms lie within its parent.
        assertThat(tree.at("/spans/self").toString()).isEqualTo("[15000000,21000000,20000000,60000000,10000000]");
        // The read still ran when the charge began, so the root did not wait for it then.
        assertThat(tree.at("/spans/critical").toString()).isEqualTo("[40000000,0,0,60000000,0]");
        assertThat(tree.at("/path/of").stringValue()).isEqualTo("0000000000000001");
        assertThat(tree.at("/path/span").toString()).isEqualTo("[0,3,0]");
        assertThat(tree.at("/path/from").toString()).isEqualTo("[1000000,36000000,96000000]");
        assertThat(tree.at("/path/to").toString()).isEqualTo("[36000000,96000000,101000000]");
        assertThat(tree.at("/services/0/service").stringValue()).isEqualTo("pay");
        assertThat(tree.at("/services/0/share").doubleValue()).isEqualTo(0.6);
        assertThat(tree.at("/operations/1/name").stringValue()).isEqualTo("GET /");
        assertThat(tree.at("/operationsTotal").intValue()).isEqualTo(5);
        assertThat(tree.at("/doubts/orphan").stringValue()).isEqualTo("1");
        assertThat(tree.at("/doubts/startsBeforeParent").stringValue()).isEqualTo("1");
        assertThat(tree.at("/skews/0/most").stringValue()).isEqualTo("11000000");
        assertThat(tree.at("/spans/doubts").toString()).isEqualTo("[0,0,4,0,1]");
    }

    @Test
    void pathOfOneSpanAndOfATraceWithoutRoot() {
        JsonNode one = ask(PATH + "?columns=false&pathOf=0000000000000002");
        assertThat(one.has("spans")).isFalse();
        assertThat(one.at("/path").has("span")).isFalse();
        assertThat(one.at("/path/duration").stringValue()).isEqualTo("30000000");
        assertThat(one.at("/services/0/service").stringValue()).isEqualTo("cart");
        assertThat(one.at("/services/0/critical").stringValue()).isEqualTo("30000000");
        JsonNode rootless = ask(PATH.replace("01/tree", "02/tree"));
        assertThat(rootless.at("/path/of").isNull()).isTrue();
        assertThat(rootless.at("/path/duration").stringValue()).isEqualTo("25000000");
        assertThat(rootless.at("/path/gap").stringValue()).isEqualTo("5000000");
    }

    @ParameterizedTest
    @CsvSource({
        "?pathOf=1, 400",
        "?pathOf=00000000000000zz, 400",
        "?pathOf=0000000000000009, 404",
        "?columns=yes, 400",
    })
    void refusals(String parameters, int status) {
        assertThat(server.get(PATH + parameters).statusCode()).isEqualTo(status);
        assertThat(server.get(PATH.replace("01/tree", "09/tree")).statusCode()).isEqualTo(404);
    }
}
