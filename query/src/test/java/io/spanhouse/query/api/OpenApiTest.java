package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanhouse.query.ServerFacts;
import io.spanhouse.query.http.Route;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.MemoryTraceStore;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The description of the API and what the server does are the same: paths, answers, requests, errors. */
final class OpenApiTest {
    private static final String ID = "000000000000000000000000000000aa";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);
    private JsonNode document;
    private Schemas schemas;

    @BeforeEach
    void send() {
        WorkloadSpans workload = new WorkloadSpans(3);
        for (int i = 0; i < 20; i++) {
            SpanBatch batch = workload.next(20);
            store.take("default", batch);
        }
        Spans spans = new Spans();
        spans.service("pay <b>", "shop", "")
                .span(0xAA, 1, 0, "pay", 0, 5)
                .with("tier", "gold")
                .status(2);
        spans.builder().attribute(spans.pair("nan", Double.NaN));
        spans.builder().endSpan();
        spans.span(0xAA, 2, 1, "card", 1, 2)
                .exception("CardError", "card 55 refused")
                .end();
        spans.service("web").span(0xAA, 3, 1, "page", 1, 2).with("items", 5L).end();
        store.take("default", spans.build());
        document = server.json(ApiRoutes.BASE + "/openapi.json");
        schemas = new Schemas(document);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyRouteIsDescribedAndNoOther() {
        Set<String> routes = new TreeSet<>();
        for (Route route : new ApiRoutes(store, ServerFacts.NONE).routes()) {
            routes.add(route.method() + " " + route.path());
        }
        Set<String> described = new TreeSet<>();
        for (String path : document.get("paths").propertyNames()) {
            for (String method : document.get("paths").get(path).propertyNames()) {
                described.add(method.toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        assertThat(described).isEqualTo(routes);
        assertThat(document.get("openapi").stringValue()).startsWith("3.1.");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        findBroken(document, broken);
        assertThat(broken).isEmpty();
    }

    private void findBroken(JsonNode node, List<String> broken) {
        if (node.has("$ref")
                && document.at(node.get("$ref").stringValue().substring(1)).isMissingNode()) {
            broken.add(node.get("$ref").stringValue());
        }
        node.forEach(child -> findBroken(child, broken));
    }

    private void holdAgainst(String path, JsonNode answer) {
        JsonNode operation =
                document.get("paths").get(ApiRoutes.BASE + path).iterator().next();
        JsonNode schema = operation.at("/responses/200/content/application~1json/schema");
        assertThat(schema.isMissingNode()).isFalse();
        assertThat(schemas.complaints(schema, answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/services, /services, services",
        "/services, /services?limit=1, services",
        "/operations, /operations?service=pay+%3Cb%3E, operations",
        "/operations, /operations?service=, operations",
        "/attributes, /attributes, attributes",
        "/attributes, /attributes?service=web&from=0&to=18446744073709551615, attributes",
        "/attributes/values, /attributes/values?level=span&key=tier, values",
        "/attributes/values, /attributes/values?level=span&key=items&limit=5, values",
        "/attributes/values, /attributes/values?level=span&key=blob, values",
        "/attributes/values, /attributes/values?level=span&key=flag, values",
        "/attributes/values, /attributes/values?level=span&key=nan, values",
        "/attributes/values, /attributes/values?level=span&key=tier&contains=ol&service=pay+%3Cb%3E, values",
        "/issues, /issues, issues",
        "/service-graph, /service-graph, edges",
    })
    void listsAreAsDescribed(String path, String address, String list) {
        JsonNode answer = server.json(ApiRoutes.BASE + address);
        holdAgainst(path, answer);
        assertThat(answer.get(list).isEmpty()).isFalse();
    }

    @Test
    void otherAnswersAreAsDescribed() {
        holdAgainst("/status", server.json(ApiRoutes.BASE + "/status"));
        holdAgainst("/search", server.postJson(ApiRoutes.BASE + "/search", "{\"total\":true,\"limit\":50}"));
        holdAgainst("/search", server.postJson(ApiRoutes.BASE + "/search", "{\"limit\":1}"));
        JsonNode ticket =
                server.postJson(ApiRoutes.BASE + "/exports", "{\"path\":\"export\",\"body\":{\"format\":\"csv\"}}");
        holdAgainst("/exports", ticket);
        holdAgainst(
                "/exports/{download}",
                server.json(ApiRoutes.BASE + "/exports/" + ticket.get("id").stringValue()));
        holdAgainst("/traces/{traceId}", server.json(ApiRoutes.BASE + "/traces/" + ID));
        JsonNode search = document.at("/paths/~1api~1spanhouse~1v1~1search/post/requestBody/content/application~1json");
        JsonNode example = search.get("examples").iterator().next().get("value");
        assertThat(schemas.complaints(search.get("schema"), example)).isEmpty();
        holdAgainst("/search", server.postJson(ApiRoutes.BASE + "/search", example.toString()));
    }

    @Test
    void whatTheListsSay() {
        JsonNode issue = server.json(ApiRoutes.BASE + "/issues?service=pay+%3Cb%3E")
                .get("issues")
                .get(0);
        assertThat(issue.get("type").stringValue()).isEqualTo("CardError");
        assertThat(issue.get("message").stringValue()).isEqualTo("card 55 refused");
        assertThat(issue.get("exampleTraceId").stringValue()).isEqualTo(ID);
        assertThat(issue.get("spans").stringValue()).isEqualTo("1");
        JsonNode edges = server.json(ApiRoutes.BASE + "/service-graph?from=" + Spans.T0 + "&to=" + (Spans.T0 + 1))
                .get("edges");
        assertThat(edges.size()).isEqualTo(1);
        assertThat(edges.get(0).get("caller").stringValue()).isEqualTo("pay <b>");
        assertThat(edges.get(0).get("callee").stringValue()).isEqualTo("web");
        assertThat(edges.get(0).get("calls").stringValue()).isEqualTo("1");
        assertThat(edges.get(0).at("/durations/quantiles/0/whole").stringValue())
                .isEqualTo("2000000");
        JsonNode values = server.json(ApiRoutes.BASE + "/attributes/values?level=span&key=tier&contains=ol")
                .get("values");
        values.forEach(value ->
                assertThat(value.get("value").get("text").stringValue()).contains("ol"));
        JsonNode operations =
                server.json(ApiRoutes.BASE + "/operations?service=web").get("operations");
        assertThat(operations.size()).isEqualTo(1);
        assertThat(operations.get(0).get("name").stringValue()).isEqualTo("page");
        assertThat(operations.get(0).get("kind").intValue()).isEqualTo(2);
    }

    @Test
    void traceInBothForms() throws IOException {
        HttpResponse<byte[]> response = server.send(
                server.request(ApiRoutes.BASE + "/traces/00000000000000AA", "Accept", "application/x-protobuf")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-protobuf");
        assertThat(response.headers().firstValue("Spanhouse-Spans")).hasValue("3");
        assertThat(response.headers().firstValue("Spanhouse-Hidden-Spans")).hasValue("0");
        TracesData data = TracesData.parseFrom(response.body());
        assertThat(data.getResourceSpansList()).hasSize(2);
        JsonNode json = server.json(ApiRoutes.BASE + "/traces/" + ID, "Accept", "text/html,*/*;q=0.1");
        assertThat(json.get("spanhouse").get("summary").get("spans").stringValue())
                .isEqualTo("3");
        assertThat(server.get(ApiRoutes.BASE + "/traces/" + ID, "Accept", "text/html")
                        .statusCode())
                .isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/traces/xyz",
                "/traces/000000000000000000000000000000aaa",
                "/traces/00000000000000000000000000000000",
                "/operations",
                "/attributes/values?level=span",
                "/attributes/values?level=sp&key=x",
                "/services?limit=0",
                "/services?limit=x",
                "/services?from=-1",
                "/services?from=5&to=4",
                "/services?limit=1&limit=2",
                "/services?from=%zz",
                "/services?from=%ff",
                "/nothing"
            })
    void errorsAreAsDescribed(String address) {
        HttpResponse<String> response;
        try {
            response = server.get(ApiRoutes.BASE + address);
        } catch (IllegalArgumentException e) {
            // The client's own address type refuses it; raw sockets test such addresses.
            return;
        }
        assertThat(response.statusCode()).isIn(400, 404);
        JsonNode error = Running.tree(response.body());
        assertThat(schemas.complaints(document.at("/components/schemas/Error"), error))
                .isEmpty();
        assertThat(response.headers().firstValue("X-Request-Id"))
                .hasValue(error.get("error").get("requestId").stringValue());
    }
}
