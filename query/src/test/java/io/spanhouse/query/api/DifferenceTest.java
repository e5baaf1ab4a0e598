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

/** Differences of populations over real sockets: what is found, and that requests and answers are as described. */
final class DifferenceTest {
    private static final String PATH = ApiRoutes.BASE + "/difference";
    private static final String SLOW =
            "\"selected\":{\"compare\":{\"operand\":{\"field\":\"duration\"},\"operator\":\"greater\",\"value\":{\"whole\":\"50000000\"}}}";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);
    private JsonNode document;
    private Schemas schemas;

    @BeforeEach
    void send() {
        Spans spans = new Spans();
        spans.service("cart");
        for (int i = 1; i <= 200; i++) {
            boolean slow = i % 4 == 0;
            Spans.One span = spans.span(i, 1, 0, "pay", i, slow ? 90 : 5)
                    .with("region", i % 2 == 0 ? "north" : "south")
                    .with("user", "user-" + i);
            if (slow) {
                span.with("card", "gold");
            }
            span.end();
        }
        store.take("default", spans.build());
        document = server.json(ApiRoutes.BASE + "/openapi.json");
        schemas = new Schemas(document);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode ask(String body) {
        JsonNode operation = document.at("/paths/~1api~1spanhouse~1v1~1difference/post");
        assertThat(schemas.complaints(
                        operation.at("/requestBody/content/application~1json/schema"), Running.tree(body)))
                .isEmpty();
        JsonNode answer = server.postJson(PATH, body);
        assertThat(schemas.complaints(operation.at("/responses/200/content/application~1json/schema"), answer))
                .isEmpty();
        return answer;
    }

    @Test
    void whatSlowSpansHaveInCommonComesFirst() {
        JsonNode answer = ask("{" + SLOW + "}");
        assertThat(answer.get("selected").stringValue()).isEqualTo("50");
        assertThat(answer.get("rest").stringValue()).isEqualTo("150");
        List<String> keys = new ArrayList<>();
        answer.get("keys")
                .forEach(key -> keys.add(key.at("/operand/attribute/key").asString("-")));
        assertThat(keys.subList(0, 2)).containsExactly("card", "region");
        JsonNode card = answer.at("/keys/0");
        assertThat(card.at("/values/0/difference").doubleValue()).isEqualTo(1);
        assertThat(card.at("/values/0/low").doubleValue()).isBetween(0.8, 1.0);
        assertThat(card.get("sure").doubleValue())
                .isEqualTo(card.at("/values/0/low").doubleValue());
        List<String> values = new ArrayList<>();
        card.get("values")
                .forEach(value -> values.add(
                        value.get("value") + " " + value.get("selected").stringValue() + " "
                                + value.get("rest").stringValue()));
        assertThat(values).containsExactlyInAnyOrder("{\"text\":\"gold\"} 50 0", "null 0 150");
        JsonNode region = answer.at("/keys/1/values/0");
        assertThat(region.get("selected").stringValue()).isIn("50", "0");
        assertThat(answer.at("/completeness/complete").booleanValue()).isTrue();
    }

    @Test
    void operandsAndLimitsAreThoseAskedFor() {
        JsonNode answer =
                ask("{" + SLOW + ",\"operands\":[{\"spanOrResource\":\"user\"},{\"asText\":{\"field\":\"name\"}},"
                        + "{\"exceptionFingerprint\":true},{\"field\":\"kind\"}],\"keys\":2,\"values\":3}");
        assertThat(answer.get("keys").size()).isEqualTo(2);
        assertThat(answer.get("compared").intValue()).isEqualTo(4);
        JsonNode user = ask("{" + SLOW + ",\"operands\":[{\"spanOrResource\":\"user\"}],\"values\":3}")
                .at("/keys/0");
        assertThat(user.get("values").size()).isEqualTo(3);
        assertThat(user.get("valuesTotal").stringValue()).isEqualTo("200");
        JsonNode cut = ask("{" + SLOW + ",\"compared\":1}");
        assertThat(cut.at("/completeness/complete").booleanValue()).isFalse();
        assertThat(cut.get("compared").intValue()).isEqualTo(1);
    }

    @Test
    void theExampleOfTheDescription() {
        JsonNode example = document.at(
                        "/paths/~1api~1spanhouse~1v1~1difference/post/requestBody/content/application~1json/examples")
                .iterator()
                .next()
                .get("value");
        assertThat(ask(example.toString()).at("/keys/0/operand/attribute/key").stringValue())
                .isEqualTo("card");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{" + SLOW + ",\"keys\":0}",
                "{" + SLOW + ",\"values\":1001}",
                "{" + SLOW + ",\"compared\":501}",
                "{" + SLOW + ",\"operands\":[{\"inTrace\":\"rootName\"}]}",
                "{" + SLOW + ",\"operands\":[{\"field\":\"nothing\"}]}",
                "{" + SLOW + ",\"what\":1}"
            })
    void refusals(String body) {
        assertThat(server.post(PATH, body).statusCode()).isEqualTo(400);
    }
}
