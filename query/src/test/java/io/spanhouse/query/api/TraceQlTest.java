package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** TraceQL in our own interface: as filter, condition, pipeline and of aggregates, against what is known to be there. */
final class TraceQlTest {
    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);

    /** Traces 1 to 10: a root and, in even ones, a child of service db that failed. */
    @BeforeEach
    void send() {
        Spans spans = new Spans().service("cart");
        for (int i = 1; i <= 10; i++) {
            spans.span(i, 1, 0, "GET /cart", i * 100L, i * 10)
                    .with("size", (long) i)
                    .end();
        }
        spans.service("db");
        for (int i = 2; i <= 10; i += 2) {
            spans.span(i, 2, 1, "SELECT", i * 100L, i).status(2).end();
        }
        store.take("default", spans.build());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String text(String query) {
        return new JsonMapper().writeValueAsString(query);
    }

    private JsonNode ask(String path, String body) {
        JsonNode document = server.json(ApiRoutes.BASE + "/openapi.json");
        JsonNode schema = document.at(
                "/paths/~1api~1spanhouse~1v1~1" + path + "/post/requestBody/content/application~1json/schema");
        assertThat(new Schemas(document).complaints(schema, Running.tree(body))).isEmpty();
        return server.postJson(ApiRoutes.BASE + "/" + path, body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; 10",
                "''; 10",
                "{ status = error }; 5",
                "{ resource.service.name = \"cart\" } >> { resource.service.name = \"db\" }; 5",
                "{ span.size > 7 }; 3",
                "{} | count() > 1; 5",
                "{ name = \"none\" }; 0"
            })
    void tracesOfAQuery(String query, int expected) {
        String body = "{\"filter\":{\"traceql\":" + text(query) + "},\"total\":true,\"limit\":1}";
        assertThat(ask("search", body).get("total").stringValue()).isEqualTo(Integer.toString(expected));
        String inverse = "{\"filter\":{\"not\":{\"traceql\":" + text(query) + "}},\"total\":true,\"limit\":1}";
        assertThat(ask("search", inverse).get("total").stringValue()).isEqualTo(Integer.toString(10 - expected));
    }

    @Test
    void spansOfAQuery() {
        JsonNode answer = ask(
                "search",
                "{\"filter\":{\"traceql\":\"{ status = error }\"},\"spans\":{\"of\":{\"traceql\":\"{ status = error }\"}},"
                        + "\"order\":{\"by\":\"start\",\"descending\":false},\"limit\":2}");
        List<String> names = new ArrayList<>();
        answer.get("traces")
                .forEach(trace -> names.add(trace.at("/spanSets/0/spans/0/name").stringValue()));
        assertThat(names).containsExactly("SELECT", "SELECT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"traceql\":\"{ status = error }\"; 5",
                "\"traceql\":\"{ span.size > 7 && traceDuration > 85ms }\"; 2",
                "\"condition\":{\"traceql\":\"{ name = \\\"SELECT\\\" }\"}; 5",
                "\"traceql\":\"{ name =~ \\\"S.*\\\" }\",\"condition\":{\"traceql\":\"{ duration > 5ms }\"}; 3",
                "\"traceql\":\"{ name = \\\"SELECT\\\" }\",\"filter\":{\"traceql\":\"{ span.size > 7 }\"}; 2",
                "\"traceql\":\"{} > {}\"; 5",
                "\"traceql\":\"\"; 15"
            })
    void spansAreCounted(String members, String expected) {
        assertThat(ask("aggregate", "{" + members + "}")
                        .at("/groups/0/figures/0/whole")
                        .stringValue())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "search; {\"filter\":{\"traceql\":\"{ status = }\"}}; /filter/traceql; at line 1, col 12",
                "search; {\"filter\":{\"traceql\":\"{} | rate()\"}}; /filter/traceql; expected one that picks spans",
                "search; {\"filter\":{\"traceql\":7}}; /filter/traceql; expected a string",
                "aggregate; {\"traceql\":\"{ parent.a = 1 }\"}; /traceql; not yet supported",
                "aggregate; {\"condition\":{\"traceql\":\"{} > {}\"}}; /condition/traceql; conditions of the trace",
                "aggregate; {\"condition\":{\"traceql\":\"{ traceDuration > 1s }\"}}; /condition/traceql; conditions of the trace"
            })
    void aRefusalSaysWhereAndWhy(String path, String body, String position, String why) {
        HttpResponse<String> refused = server.post(ApiRoutes.BASE + "/" + path, body);
        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode error = Running.tree(refused.body()).get("error");
        assertThat(error.get("position").stringValue()).isEqualTo(position);
        assertThat(error.get("message").stringValue()).contains(why);
    }
}
