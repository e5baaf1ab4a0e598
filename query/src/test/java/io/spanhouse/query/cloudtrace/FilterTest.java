package io.spanhouse.query.cloudtrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every kind of term with hits and near misses, over real sockets. */
final class FilterTest {
    private static final MemoryTraceStore MEMORY = new MemoryTraceStore();
    private static final Running SERVER = new Running(MEMORY);

    @BeforeAll
    static void send() {
        Spans spans = new Spans();
        spans.resource(Map.of(
                        "service.name", "cart",
                        "host.name", "h7",
                        "process.pid", 4711L,
                        "telemetry.sdk.name", "opentelemetry",
                        "telemetry.sdk.version", "1.67.0"))
                .span(1, 1, 0, "/main", 0, 1000)
                .with("http.request.method", "GET")
                .with("http.response.status_code", 200L)
                .with("url.full", "http://shop/main?a=b")
                .end()
                .span(1, 2, 1, "/images/logo", 10, 20)
                .with("http.method", "POST")
                .with("ratio", 12.5)
                .with("said", "he said \"no\\yes\"")
                .with("my key", "two words")
                .with("empty", "")
                .end();
        spans.service("pay")
                .span(2, 1, 0, "/main/sub", 0, 999)
                .with("/http/method", "GETX")
                .with("http.method", "PUT")
                .with("http.status_code", 404L)
                .with("count", -42L)
                .with("ok", true)
                .end()
                .span(2, 2, 1, "/main", 10, 20)
                .status(2)
                .exception("IOError", "disk is full")
                .end();
        spans.service("batch").span(3, 1, 9, "orphan", 0, 5).end();
        MEMORY.take("default", spans.build());
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static HttpResponse<String> list(String filter) {
        return SERVER.get(
                "/v1/projects/p/traces?orderBy=trace_id&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }

    private static String found(String filter) {
        List<String> ids = new ArrayList<>();
        JsonNode traces = Running.ok(list(filter)).get("traces");
        if (traces != null) {
            for (JsonNode trace : traces) {
                ids.add(trace.get("traceId").stringValue().replaceFirst("^0+", ""));
            }
        }
        return ids.stream().collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            ignoreLeadingAndTrailingWhitespace = true,
            delimiter = '|',
            nullValues = "none",
            value = {
                "''                             | 1 2 3",
                "/main                          | 1 2",
                "root:/main                     | 1 2",
                "^root:/main                    | 1 2",
                "+/main                         | 1",
                "+root:/main                    | 1",
                "+^/main                        | 1",
                "root:main                      | none",
                "root:orphan                    | none",
                "span:orphan                    | 3",
                "span:/main                     | 1 2",
                "+span:/main                    | 1 2",
                "+span:/images                  | none",
                "span:/images                   | 1",
                "^span:/images                  | none",
                "^span:/main/s                  | 2",
                "+^span:/main                   | 1",
                "latency:1s                     | 1",
                "latency:1000                   | 1",
                "latency:999ms                  | 1 2",
                "latency:1000000001ns           | none",
                "label:/http/status_code        | 1 2",
                "label:http.status_code         | 2",
                "label:http.status              | none",
                "label:empty                    | 1",
                "^label:empty                   | none",
                "^label:ok                      | 2",
                "label:/error/name              | 2",
                "^label:/error/name             | none",
                "label:host.name                | 1",
                "/http/status_code:2            | 1",
                "/http/status_code:20           | 1",
                "/http/status_code:201          | none",
                "+/http/status_code:200         | 1",
                "+/http/status_code:20          | none",
                "+/http/status_code:0200        | none",
                "/http/status_code:40           | 2",
                "ratio:12                       | 1",
                "ratio:12.                      | 1",
                "ratio:12.5                     | 1",
                "ratio:1                        | 1",
                "ratio:13                       | none",
                "+ratio:12.5                    | 1",
                "+ratio:12.50                   | none",
                "'count:\"-4\"'                 | 2",
                "'count:\"-\"'                  | 2",
                "'count:\"-5\"'                 | none",
                "'+count:\"-42\"'               | 2",
                "count:4                        | none",
                "ok:tr                          | 2",
                "+ok:tr                         | none",
                "+ok:true                       | 2",
                "'+said:\"he said \\\"no\\\\yes\\\"\"' | 1",
                "'+said:\"he said no\"'         | none",
                "'\"my key\":\"two w\"'         | 1",
                "'label:\"my key\"'             | 1",
                "'\"my key\":Two'               | none",
                "method:GET                     | 1 2",
                "+method:GET                    | 1",
                "^method:POST                   | none",
                "method:POST                    | 1",
                "method:PUT                     | none",
                "http.method:PUT                | 2",
                "'url:\"http://shop/\"'         | 1",
                "'+^url:\"http://shop/main?a=b\"' | 1",
                "'+url:\"http://shop/main\"'    | none",
                "/component:car                 | 1",
                "+/component:car                | none",
                "/pid:47                        | 1",
                "+/error/name:IOError           | 2",
                "'/error/message:\"disk is\"'   | 2",
                "'+/agent:\"opentelemetry 1.67.0\"' | 1",
                "'/agent:\"opentelemetry 1.6\"' | 1",
                "/agent:open                    | 1",
                "+/agent:opentelemetry          | none",
                "'/agent:\"opentelemetry 2\"'   | none",
                "'+^/http/method:GET /images'   | none",
                "'+^/http/method:GET span:/images' | 1",
                "'span:/images method:PUT'      | none",
                "latncy:1s                      | none",
            })
    void findsThese(String filter, String expected) {
        assertThat(found(filter == null ? "" : filter)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void bothOrdersOfSigns() {
        assertThat(found("^+span:/main")).isEqualTo("1");
        assertThat(found("+^span:/main")).isEqualTo("1");
    }

    @Test
    void publishedExample() {
        Spans spans = new Spans();
        spans.service("shop")
                .span(0xe, 1, 0, "/images/a", 0, 1)
                .with("http.request.method", "GET")
                .with("http.response.status_code", 200L)
                .with("/http/url", "/main")
                .end()
                .span(0xe, 2, 1, "call", 0, 1)
                .with("/http/method", "200")
                .end();
        MEMORY.take("default", spans.build());
        assertThat(found("+^url:/main /images method:200")).isEqualTo("e");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "'root:\"open'       | 6",
                "latency:abc         | 1",
                "latency:1.5s        | 1",
                "+latency:1s         | 1",
                "'a latency:99999999999s' | 3",
                "key:                | 5",
                "'key: value'        | 5",
                "'\"\"'              | 1",
                "'key:\"\"'          | 1",
                "url:http://x        | 9",
                "a>b                 | 2",
                "-a                  | 1",
                "++a                 | 2",
                "+                   | 2",
                "a:b:c               | 4",
                "'\"a\\b\"'          | 4",
                "größe               | 3",
            })
    void whatIsNotUnderstoodIsRefusedWithItsPosition(String filter, int position) {
        HttpResponse<String> response = list(filter);
        assertThat(response.statusCode()).as(filter).isEqualTo(400);
        JsonNode error = Running.tree(response.body()).get("error");
        assertThat(error.get("status").stringValue()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.get("message").stringValue()).as(filter).contains("at position " + position);
    }

    @Test
    void limits() {
        assertThat(list("a ".repeat(33)).statusCode()).isEqualTo(400);
        assertThat(list("a".repeat(8_193)).statusCode()).isEqualTo(400);
        assertThat(list("span:/main ".repeat(32)).statusCode()).isEqualTo(200);
    }
}
