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

/** One span over real sockets. */
final class GetSpanTest {
    private static final String PATH = ApiRoutes.BASE + "/traces/00000000000000000000000000000001/spans/";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);

    @BeforeEach
    void send() {
        Spans spans = new Spans();
        spans.service("web").span(1, 1, 0, "GET /", 0, 100).with("route", "/").end();
        spans.service("cart").span(1, 2, 1, "client half", 10, 30).end();
        spans.service("pay").span(1, 2, 1, "server half", 12, 20).end();
        store.take("default", spans.build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSpanComesWhole() {
        JsonNode answer = server.json(PATH + "0000000000000001");
        JsonNode document = server.json(ApiRoutes.BASE + "/openapi.json");
        JsonNode schema =
                document.at("/paths/~1api~1spanhouse~1v1~1traces~1{traceId}~1spans~1{spanId}/get/responses/200"
                        + "/content/application~1json/schema");
        assertThat(new Schemas(document).complaints(schema, answer)).isEmpty();
        assertThat(answer.get("resourceSpans").size()).isEqualTo(1);
        JsonNode whole = server.json(ApiRoutes.BASE + "/traces/00000000000000000000000000000001");
        assertThat(whole.at("/resourceSpans")).contains(answer.at("/resourceSpans/0"));
        assertThat(answer.at("/resourceSpans/0/scopeSpans/0/spans/0/name").stringValue())
                .isEqualTo("GET /");
    }

    @Test
    void bothHalvesOfASharedId() {
        JsonNode answer = server.json(PATH + "0000000000000002");
        assertThat(answer.get("resourceSpans").size()).isEqualTo(2);
        assertThat(answer.toString()).contains("client half", "server half").doesNotContain("GET /");
    }

    @ParameterizedTest
    @CsvSource({"0000000000000009, 404", "1, 400", "00000000000000zz, 400"})
    void refusals(String span, int status) {
        assertThat(server.get(PATH + span).statusCode()).isEqualTo(status);
        assertThat(server.get(PATH.replace("01/spans", "09/spans") + "0000000000000001")
                        .statusCode())
                .isEqualTo(404);
    }
}
