package io.spanhouse.query.mackerel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dialect over real sockets, by the published examples and the rules of its description. */
final class MackerelTest {
    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);

    @AfterEach
    void stop() {
        server.close();
    }

    static String resource(String name) throws IOException {
        try (InputStream in = MackerelTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The request of the published example, byte for byte, against the trace of the published answer. */
    @Test
    void publishedListExample() throws IOException {
        Spans spans = new Spans();
        spans.service("gateway")
                .span(0, 1, 0, "root", 0, 1234)
                .with("http.request.method", "GET")
                .with("http.route", "/api/users")
                .end();
        spans.resource(java.util.Map.of(
                        "service.name", "shoppingcart",
                        "service.namespace", "shop",
                        "deployment.environment", "production",
                        "host.name", "server-7"))
                .span(0, 2, 1, "cart", 100_000, 567)
                .with("http.status_code", 500L)
                .with("http.method", "GET")
                .end();
        store.take("default", spans.build());
        JsonNode answer = server.postJson("/api/v0/traces", resource("mackerel-list-request.json"));
        assertThat(answer.get("hasNextPage").booleanValue()).isFalse();
        assertThat(answer.get("results")).isEmpty();
    }

    @Test
    void list() {
        Spans spans = new Spans();
        for (int i = 1; i <= 3; i++) {
            spans.service("cart", "shop", "production")
                    .span(i, 1, 0, "GET /", i * 1000L, 10)
                    .end();
        }
        store.take("default", spans.build());
        JsonNode answer = server.postJson(
                "/api/v0/traces", "{\"serviceName\":\"cart\",\"from\":1718802000,\"to\":1718888400,\"perPage\":2}");
        assertThat(answer.get("hasNextPage").booleanValue()).isTrue();
        assertThat(answer.get("results").size()).isEqualTo(2);
        assertThat(answer.get("results").get(0).get("traceId").stringValue()).endsWith("3");
    }
}
