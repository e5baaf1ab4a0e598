package io.spanhouse.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.cloudtrace.CloudTraceRoutes;
import io.spanhouse.query.http.Route;
import io.spanhouse.query.jaeger.JaegerRoutes;
import io.spanhouse.query.mackerel.MackerelRoutes;
import io.spanhouse.query.syncano.SyncanoRoutes;
import io.spanhouse.query.tempo.TempoRoutes;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.query.zipkin.ZipkinRoutes;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The dialects' descriptions and what the server does are the same: paths, and what answers look like. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DialectDocumentsTest {
    /** Described with the dialect, answered by who takes spans. */
    private static final Set<String> WRITES = Set.of(
            "PATCH /v1/projects/{projectId}/traces",
            "POST /v2/projects/{projectId}/traces:batchWrite",
            "POST /v2/projects/{projectId}/traces/{traceId}/spans/{spanId}",
            "POST /api/v2/spans",
            "POST /api/v1/spans");

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);
    private final Map<String, List<Route>> routes = Map.of(
            "tempo", new TempoRoutes(store).routes(),
            "cloudtrace", new CloudTraceRoutes(store).routes(),
            "jaeger", new JaegerRoutes(store, document -> new Spans().build()).http("/jaeger"),
            "zipkin", new ZipkinRoutes(store, QueryOptions.defaults().zipkin()).routes(),
            "mackerel", new MackerelRoutes(store, QueryOptions.defaults().mackerel()).routes(),
            "syncano", new SyncanoRoutes(store).routes());

    @BeforeAll
    void send() {
        Spans spans = new Spans();
        spans.service("shop")
                .span(1, 1, 0, "checkout", 0, 500)
                .with("tier", "gold")
                .with("n", 3L)
                .end();
        spans.service("pay")
                .span(1, 2, 1, "charge", 100, 200)
                .with("peer.service", "bank")
                .exception("CardError", "refused")
                .status(2)
                .end();
        store.take("default", spans.build());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private JsonNode document(String dialect) {
        return server.json("/api/spanhouse/v1/openapi/" + dialect + ".json");
    }

    @Test
    void everyRouteIsDescribedAndNoOther() {
        routes.forEach((dialect, list) -> {
            Set<String> answered = new TreeSet<>();
            for (Route route : list) {
                if (!route.path().text().contains("Service/")
                        && !route.path().text().contains("Querier/")) {
                    answered.add(route.method() + " " + route.path());
                }
            }
            JsonNode document = document(dialect);
            Set<String> described = new TreeSet<>();
            for (String path : document.get("paths").propertyNames()) {
                for (String method : document.get("paths").get(path).propertyNames()) {
                    described.add(method.toUpperCase(Locale.ROOT) + " " + path);
                }
            }
            described.removeAll(WRITES);
            assertThat(described).as(dialect).isEqualTo(answered);
            List<String> broken = new ArrayList<>();
            findBroken(document, document, broken);
            assertThat(broken).as(dialect).isEmpty();
        });
    }

    private static void findBroken(JsonNode document, JsonNode node, List<String> broken) {
        if (node.has("$ref")
                && document.at(node.get("$ref").stringValue().substring(1)).isMissingNode()) {
            broken.add(node.get("$ref").stringValue());
        }
        node.forEach(child -> findBroken(document, child, broken));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tempo | /api/traces/{traceId} | /api/traces/1",
                "tempo | /api/v2/traces/{traceId} | /api/v2/traces/1",
                "tempo | /api/v2/traces/{traceId} | /api/v2/traces/2",
                "tempo | /api/search | /api/search?spss=5",
                "tempo | /api/search | /api/search?q=%7B%7D%7Cby(name)%7Ccount()%3E0%7Cselect(name,.n)",
                "tempo | /api/search/tags | /api/search/tags",
                "tempo | /api/v2/search/tags | /api/v2/search/tags",
                "tempo | /api/search/tag/{tag}/values | /api/search/tag/tier/values",
                "tempo | /api/v2/search/tag/{tag}/values | /api/v2/search/tag/status/values",
                "tempo | /api/v2/search/tag/{tag}/values | /api/v2/search/tag/.n/values",
                "tempo | /api/metrics/query_range"
                        + " | /api/metrics/query_range?start=1718802000&end=1718802002&step=1&q=%7B%7D%7Crate()",
                "tempo | /api/metrics/query_range"
                        + " | /api/metrics/query_range?start=1718802000&end=1718802002&step=1&q=%7B%7D%7Crate()by(name)&maxSeries=1",
                "tempo | /api/metrics/query | /api/metrics/query?start=1718801000&end=1718802002&q=%7B%7D%7Ccompare(%7B.n=3%7D)",
                "tempo | /api/status/buildinfo | /api/status/buildinfo",
                "cloudtrace | /v1/projects/{projectId}/traces | /v1/projects/shop/traces?view=COMPLETE",
                "cloudtrace | /v1/projects/{projectId}/traces | /v1/projects/shop/traces?filter=root:nobody",
                "cloudtrace | /v1/projects/{projectId}/traces/{traceId}"
                        + " | /v1/projects/shop/traces/00000000000000000000000000000001",
                "jaeger | /jaeger/api/services | /jaeger/api/services",
                "jaeger | /jaeger/api/services/{service}/operations | /jaeger/api/services/shop/operations",
                "jaeger | /jaeger/api/operations | /jaeger/api/operations?service=shop",
                "jaeger | /jaeger/api/traces | /jaeger/api/traces?service=shop&start=1718801000000000",
                "jaeger | /jaeger/api/traces | /jaeger/api/traces?traceID=1&traceID=2",
                "jaeger | /jaeger/api/traces/{traceId} | /jaeger/api/traces/1?raw=true",
                "jaeger | /jaeger/api/dependencies | /jaeger/api/dependencies?endTs=1718802060000",
                "jaeger | /jaeger/api/metrics/calls"
                        + " | /jaeger/api/metrics/calls?service=shop&endTs=1718802060000&spanKind=unspecified&groupByOperation=true",
                "jaeger | /jaeger/api/v3/services | /jaeger/api/v3/services",
                "jaeger | /jaeger/api/v3/operations | /jaeger/api/v3/operations?service=pay",
                "jaeger | /jaeger/api/v3/dependencies"
                        + " | /jaeger/api/v3/dependencies?start_time=2024-06-19T12:00:00Z&end_time=2024-06-20T12:00:00Z",
                "jaeger | /jaeger/api/v3/traces/{traceId} | /jaeger/api/v3/traces/1",
                "jaeger | /jaeger/api/v3/trace-summaries | /jaeger/api/v3/trace-summaries"
                        + "?query.start_time_min=2024-06-19T12:00:00Z&query.start_time_max=2024-06-20T12:00:00Z",
                "zipkin | /api/v2/services | /api/v2/services",
                "zipkin | /api/v2/spans | /api/v2/spans?serviceName=shop",
                "zipkin | /api/v2/remoteServices | /api/v2/remoteServices?serviceName=pay",
                "zipkin | /api/v2/traces | /api/v2/traces?endTs=1718802060000&lookback=120000",
                "zipkin | /api/v2/traceMany | /api/v2/traceMany?traceIds=1,2",
                "zipkin | /api/v2/trace/{traceId} | /api/v2/trace/1",
                "zipkin | /api/v2/dependencies | /api/v2/dependencies?endTs=1718802060000&lookback=120000",
                "zipkin | /api/v2/autocompleteKeys | /api/v2/autocompleteKeys",
                "zipkin | /zipkin/api/v2/autocompleteValues | /zipkin/api/v2/autocompleteValues?key=tier",
                "mackerel | /api/v0/traces/{traceId} | /api/v0/traces/00000000000000000000000000000001",
                "mackerel | /api/v0/apm/db-query-stats"
                        + " | /api/v0/apm/db-query-stats?serviceName=pay&from=1718802000&to=1718802060"
            })
    void answersAreAsDescribed(String dialect, String path, String asked) {
        JsonNode document = document(dialect);
        JsonNode schema = document.get("paths").get(path).at("/get/responses/200/content/application~1json/schema");
        assertThat(schema.isMissingNode()).isFalse();
        assertThat(new Schemas(document).complaints(schema, server.json(asked))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cloudtrace, /v1/projects/shop/traces?filter=latency:abc, application/json",
        "mackerel, /api/v0/traces/xyz, application/json",
        "jaeger, /jaeger/api/traces/xyz, application/json",
        "jaeger, /jaeger/api/v3/traces/xyz, application/json",
        "tempo, /api/search?q=%7B, text/plain",
        "zipkin, /api/v2/traces?limit=0, text/plain"
    })
    void refusalsAreAsDescribed(String dialect, String asked, String type) {
        HttpResponse<String> answer = server.get(asked);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        JsonNode document = document(dialect);
        String name = dialect.equals("jaeger") ? asked.contains("v3") ? "V3BadRequest" : "OldBadRequest" : "BadRequest";
        JsonNode content = document.at("/components/responses/" + name + "/content/" + type.replace("/", "~1"));
        assertThat(content.isMissingNode()).isFalse();
        if (type.equals("application/json")) {
            assertThat(new Schemas(document).complaints(content.get("schema"), Running.tree(answer.body())))
                    .isEmpty();
        }
    }
}
