package io.spanhouse.query.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Everything but search and metrics over real sockets: traces by id, names, values, what Grafana asks first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TempoApiTest {
    private final Shop shop = new Shop();

    @AfterAll
    void stop() {
        shop.close();
    }

    @Test
    void tracesAsJson() {
        JsonNode first = shop.server.json("/api/traces/1").get("batches");
        JsonNode second = shop.server.json("/api/v2/traces/00000000000000000000000000000001");
        assertThat(second.get("trace").get("resourceSpans")).isEqualTo(first);
        assertThat(second.has("status")).isFalse();
        JsonNode root = first.get(0).get("scopeSpans").get(0).get("spans").get(0);
        assertThat(root.get("traceId").stringValue()).isEqualTo("AAAAAAAAAAAAAAAAAAAAAQ==");
        assertThat(root.get("spanId").stringValue()).isEqualTo("AAAAAAAAAAE=");
        assertThat(root.get("kind").stringValue()).isEqualTo("SPAN_KIND_SERVER");
        assertThat(root.get("startTimeUnixNano").stringValue()).isEqualTo("1718802000000000000");
        JsonNode child = first.get(0).get("scopeSpans").get(0).get("spans").get(1);
        assertThat(child.get("parentSpanId").stringValue()).isEqualTo("AAAAAAAAAAE=");
        assertThat(child.get("status").get("code").stringValue()).isEqualTo("STATUS_CODE_ERROR");
    }

    private byte[] protobuf(String path) {
        HttpResponse<byte[]> answer = shop.server.send(
                shop.server.request(path, "Accept", "application/protobuf").build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/protobuf");
        return answer.body();
    }

    @Test
    void tracesAsProtobuf() throws IOException {
        TracesData first = TracesData.parseFrom(protobuf("/api/traces/1?start=1&end=2"));
        assertThat(first.getResourceSpansList().stream()
                        .flatMap(resource -> resource.getScopeSpansList().stream())
                        .mapToInt(scope -> scope.getSpansCount())
                        .sum())
                .isEqualTo(4);
        CodedInputStream in = CodedInputStream.newInstance(protobuf("/api/v2/traces/1"));
        TracesData.Builder joined = TracesData.newBuilder();
        while (!in.isAtEnd()) {
            assertThat(in.readTag()).isEqualTo(10);
            joined.mergeFrom(in.readByteArray());
        }
        assertThat(joined.build()).isEqualTo(first);
    }

    @Test
    void missesAndNonsense() {
        HttpResponse<String> miss = shop.server.get("/api/traces/abc");
        assertThat(miss.statusCode()).isEqualTo(404);
        assertThat(miss.body()).isEmpty();
        assertThat(shop.server.json("/api/v2/traces/abc").toString()).isEqualTo("{\"trace\":{},\"metrics\":{}}");
        assertThat(protobuf("/api/v2/traces/abc")).containsExactly(10, 0);
        assertThat(shop.server.get("/api/traces/xyz").statusCode()).isEqualTo(400);
        assertThat(shop.server.get("/api/v2/traces/" + "0".repeat(33)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatGrafanaAsksFirst() {
        assertThat(shop.server.get("/api/echo").body()).isEqualTo("echo");
        for (String path : List.of("/ready", "/status", "/status/config")) {
            assertThat(shop.server.get(path).statusCode()).isEqualTo(200);
        }
        JsonNode build = shop.server.json("/api/status/buildinfo");
        assertThat(build.get("version").stringValue()).matches("[3-9]\\.\\d+\\.\\d+");
        assertThat(build.get("branch").stringValue()).isEqualTo("spanhouse");
    }

    private List<String> names(String scope, JsonNode answer) {
        List<String> names = new ArrayList<>();
        for (JsonNode one : answer.get("scopes")) {
            if (one.get("name").stringValue().equals(scope)) {
                one.get("tags").forEach(tag -> names.add(tag.stringValue()));
            }
        }
        return names;
    }

    @Test
    void namesOfTags() {
        JsonNode all = shop.server.json("/api/v2/search/tags?limit=5000&start=1718802000&end=1718802002");
        assertThat(names("span", all)).containsExactly("arr", "flag", "foo", "k", "n", "odd name", "price");
        assertThat(names("resource", all)).containsExactly("service.name");
        assertThat(names("intrinsic", all)).contains("duration", "span:childCount", "event:timeSinceStart");
        JsonNode narrowed =
                shop.server.json("/api/v2/search/tags?scope=span&q=" + Shop.encoded("{ name = `db` && .x = }"));
        assertThat(names("span", narrowed)).containsExactly("k", "n");
        assertThat(narrowed.get("scopes").size()).isEqualTo(1);
        assertThat(shop.server.json("/api/search/tags").get("tagNames").size()).isEqualTo(8);
        assertThat(shop.server.json("/api/search/tags?scope=resource").toString())
                .isEqualTo("{\"tagNames\":[\"service.name\"]}");
        assertThat(shop.server.get("/api/v2/search/tags?scope=nowhere").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "resource.service.name # # other:string pay:string shop:string",
                ".service.name # { name = `db` } # shop:string",
                ".n # # 3:int 5:int",
                "span.price # # 2.5:float",
                "span.flag # # true:bool",
                "span.arr # # a:string b:string",
                "name # { resource.service.name = `pay` && } # bank:string charge:string",
                "name # { nestedSetParent < 0 } # checkout:string idle:string",
                "name # { rootName = `idle` } # idle:string",
                "name # { nonsense # bank:string charge:string checkout:string db:string idle:string",
                "name # { name = `db` || name = `bank` } # bank:string db:string",
                "rootName # # checkout:string idle:string",
                "rootServiceName # { name = `bank` } # shop:string",
                "status # # error:keyword ok:keyword unset:keyword",
                "duration # # ",
                "span.missing # # ",
                "span:id # { name = `db` } # 0000000000000002:string"
            })
    void valuesOfTags(String tag, String query, String expected) {
        String once = Shop.encoded(tag).replace("+", "%20");
        String twice = Shop.encoded(once);
        String q = query == null ? "" : "?q=" + Shop.encoded(query);
        for (String path : List.of(once, twice)) {
            List<String> values = new ArrayList<>();
            shop.server
                    .json("/api/v2/search/tag/" + path + "/values" + q)
                    .get("tagValues")
                    .forEach(value -> values.add(value.get("value").stringValue() + ":"
                            + value.get("type").stringValue()));
            values.sort(null);
            assertThat(String.join(" ", values)).isEqualTo(expected == null ? "" : expected);
        }
    }

    @Test
    void valuesOfOddNames() {
        String twice = Shop.encoded(Shop.encoded("span.\"odd name\"").replace("+", "%20"));
        assertThat(shop.server
                        .json("/api/v2/search/tag/" + twice + "/values")
                        .get("tagValues")
                        .toString())
                .isEqualTo("[{\"type\":\"string\",\"value\":\"x y\"}]");
        assertThat(shop.server.json("/api/search/tag/odd%20name/values").toString())
                .isEqualTo("{\"tagValues\":[\"x y\"]}");
        assertThat(shop.server
                        .json("/api/search/tag/service.name/values?limit=1")
                        .get("tagValues")
                        .size())
                .isEqualTo(1);
        HttpResponse<String> bad = shop.server.get("/api/v2/search/tag/nonsense/values");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).startsWith("tag name is not valid intrinsic or scoped attribute");
    }
}
