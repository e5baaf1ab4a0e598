package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Aggregates over real sockets: each measure and option does what the description says, and its answer is as described. */
final class AggregateTest {
    private static final String PATH = ApiRoutes.BASE + "/aggregate";
    private static final String SERVICE = "{\"attribute\":{\"level\":\"resource\",\"key\":\"service.name\"}}";
    private static final String DURATION = "{\"field\":\"duration\"}";
    private static final String WINDOW =
            "\"window\":{\"from\":\"" + Spans.T0 + "\",\"to\":\"" + (Spans.T0 + 10_000_000_000L) + "\"}";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);
    private Schemas schemas;
    private JsonNode operation;

    @BeforeEach
    void send() {
        Spans spans = new Spans();
        spans.service("cart");
        for (int i = 1; i <= 100; i++) {
            spans.span(i, 1, 0, i % 2 == 0 ? "even" : "odd", i * 90L, i)
                    .with(i % 3 == 0 ? "new.key" : "old.key", "tier-" + i % 3)
                    .with("items", (long) i)
                    .status(i % 10 == 0 ? 2 : 0)
                    .end();
        }
        spans.service("web").span(1, 2, 1, "page", 95, 7).end();
        store.take("default", spans.build());
        JsonNode document = server.json(ApiRoutes.BASE + "/openapi.json");
        schemas = new Schemas(document);
        operation = document.at("/paths/~1api~1spanhouse~1v1~1aggregate/post");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode ask(String... members) {
        String body = "{" + String.join(",", members) + "}";
        JsonNode request = Running.tree(body);
        assertThat(schemas.complaints(operation.at("/requestBody/content/application~1json/schema"), request))
                .isEmpty();
        JsonNode answer = server.postJson(PATH, body);
        assertThat(schemas.complaints(operation.at("/responses/200/content/application~1json/schema"), answer))
                .isEmpty();
        assertThat(answer.at("/completeness/complete").booleanValue()).isTrue();
        return answer;
    }

    @Test
    void breakdownByServiceAndName() {
        JsonNode answer = ask(
                "\"groupBy\":[" + SERVICE + ",{\"field\":\"name\"}]",
                "\"measures\":[{\"count\":true},{\"errors\":true},{\"average\":" + DURATION + "}]",
                "\"limit\":2");
        assertThat(answer.get("total").stringValue()).isEqualTo("3");
        JsonNode even = answer.get("groups").get(0);
        assertThat(even.at("/key/0/text").stringValue()).isEqualTo("cart");
        assertThat(even.at("/key/1/text").stringValue()).isEqualTo("even");
        assertThat(even.at("/figures/0/whole").stringValue()).isEqualTo("50");
        assertThat(even.at("/figures/1/whole").stringValue()).isEqualTo("10");
        assertThat(even.at("/figures/2/decimal").doubleValue()).isEqualTo(51e6);
        assertThat(even.get("cells").size()).isZero();
        assertThat(answer.get("groups").size()).isEqualTo(2);
        assertThat(answer.has("steps")).isFalse();
    }

    @Test
    void seriesOverTime() {
        JsonNode answer = ask(WINDOW, "\"step\":\"1000000000\"", "\"groupBy\":[" + SERVICE + "]");
        assertThat(answer.at("/steps/first").stringValue()).isEqualTo(Long.toString(Spans.T0));
        assertThat(answer.at("/steps/count").intValue()).isEqualTo(10);
        JsonNode cart = answer.get("groups").get(0);
        List<String> counts = new ArrayList<>();
        for (JsonNode cell : cart.get("cells")) {
            counts.add(cell.get("step") + ":" + cell.at("/figures/0/whole").stringValue());
        }
        assertThat(counts)
                .containsExactly("0:11", "1:11", "2:11", "3:11", "4:11", "5:11", "6:11", "7:11", "8:11", "9:1");
    }

    @Test
    void heatMapQuantilesAndExamples() {
        JsonNode answer = ask(
                WINDOW,
                "\"step\":5000000000",
                "\"condition\":{\"compare\":{\"operand\":" + SERVICE
                        + ",\"operator\":\"equal\",\"value\":{\"text\":\"cart\"}}}",
                "\"measures\":[{\"histogram\":{\"of\":" + DURATION + ",\"scale\":0}},"
                        + "{\"quantiles\":{\"of\":" + DURATION + ",\"shares\":[0.5,0.99]}},"
                        + "{\"example\":\"longest\"},{\"maximum\":{\"attribute\":{\"level\":\"span\",\"key\":\"items\"}}}]");
        JsonNode group = answer.get("groups").get(0);
        JsonNode histogram = group.get("figures").get(0);
        long sum = 0;
        for (JsonNode count : histogram.at("/positive/counts")) {
            sum += Long.parseLong(count.stringValue());
        }
        assertThat(sum).isEqualTo(100);
        // 1 ms lies between 2^19 and 2^20 ns, 100 ms between 2^26 and 2^27.
        assertThat(histogram.at("/positive/offset").intValue()).isEqualTo(19);
        assertThat(histogram.at("/positive/counts").size()).isEqualTo(8);
        assertThat(group.at("/figures/1/quantiles/0/whole").stringValue()).isEqualTo("50000000");
        assertThat(group.at("/figures/1/quantiles/1/whole").stringValue()).isEqualTo("99000000");
        assertThat(group.at("/figures/1/exact").booleanValue()).isTrue();
        assertThat(group.at("/figures/2/traceId").stringValue()).endsWith("64");
        assertThat(group.at("/cells/0/figures/3/whole").stringValue()).isEqualTo("55");
        assertThat(group.get("cells").size()).isEqualTo(2);
    }

    @Test
    void keysOfSeveralNamesOrderAndConditionsOfTraces() {
        JsonNode answer = ask(
                "\"groupBy\":[{\"firstOf\":[{\"attribute\":{\"level\":\"span\",\"key\":\"new.key\"}},"
                        + "{\"attribute\":{\"level\":\"span\",\"key\":\"old.key\"}}]}]",
                "\"measures\":[{\"count\":true},{\"shareOf\":{\"compare\":{\"operand\":{\"field\":\"statusCode\"},"
                        + "\"operator\":\"equal\",\"value\":{\"whole\":\"2\"}}}}]",
                "\"order\":{\"measure\":0,\"descending\":false}");
        List<String> keys = new ArrayList<>();
        for (JsonNode group : answer.get("groups")) {
            keys.add(group.at("/key/0/text").asString("none") + " "
                    + group.at("/figures/0/whole").stringValue());
        }
        assertThat(keys).containsExactly("none 1", "tier-0 33", "tier-2 33", "tier-1 34");
        JsonNode ofTraces =
                ask("\"filter\":{\"trace\":{\"field\":\"spans\",\"operator\":\"greater\",\"number\":\"1\"}}");
        assertThat(ofTraces.at("/groups/0/figures/0/whole").stringValue()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"step\":\"1000\"}",
                "{" + WINDOW + ",\"step\":\"1\"}",
                "{" + WINDOW + ",\"step\":\"0\"}",
                "{\"measures\":[]}",
                "{\"measures\":[{\"count\":false}]}",
                "{\"measures\":[{\"sum\":{\"field\":\"name\"}}]}",
                "{\"measures\":[{\"quantiles\":{\"of\":{\"field\":\"duration\"},\"shares\":[1.5]}}]}",
                "{\"measures\":[{\"histogram\":{\"of\":{\"field\":\"duration\"},\"scale\":7}}]}",
                "{\"measures\":[{\"example\":\"latest\"}]}",
                "{\"order\":{\"measure\":1}}",
                "{\"measures\":[{\"sum\":{\"inTrace\":\"rootName\"}}]}",
                "{\"groupBy\":[{\"firstOf\":[]}]}",
                "{\"limit\":0}",
                "{\"what\":1}"
            })
    void refusals(String body) {
        assertThat(server.post(PATH, body).statusCode()).isEqualTo(400);
    }
}
