package io.spanhouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Good, odd and bad JSON over HTTP: status, media type of the answer, counter, and what is stored. */
class JsonBodiesTest {
    private static final AtomicLong NEXT_ID = new AtomicLong(0x1000_0000_0000_0000L);

    private static TestServers servers;

    /**
     * One row.
     *
     * @param name number in the table of bad inputs, and what it is
     * @param body JSON
     * @param http expected status
     * @param counter the one beside those of accepted requests, and 1; empty for none
     * @param message part of what is said; empty if there must be nothing
     * @param stored spans
     */
    private record Row(String name, String body, int http, String counter, String message, int stored) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(
                good("plain", ""),
                good("15 known enum name", ",\"kind\":\"SPAN_KIND_SERVER\""),
                good("15 enum number", ",\"kind\":99"),
                good("15 snake case is unknown, so ignored", ",\"dropped_attributes_count\":7"),
                good("15 unknown fields at depth", ",\"x\":{\"y\":[{\"z\":[[[]]]}]}"),
                good("15 64-bit as number", ",\"endTimeUnixNano\":1790000000000000000"),
                good("15 64-bit as text", ",\"endTimeUnixNano\":\"1790000000000000000\""),
                good("null is absent", ",\"status\":null,\"attributes\":null"),
                good("NaN", attribute("{\"doubleValue\":\"NaN\"}")),
                good("bytes", attribute("{\"bytesValue\":\"AAEC\"}")),
                refused("15 other enum name", span(",\"kind\":\"SPAN_KIND_BOSS\""), "json_enum"),
                refused("13 100,000 brackets", "[".repeat(100_000), "json_depth"),
                refused("13 deep in a value", span(attribute(deep(50_000))), "json_depth"),
                refused("not JSON", "{\"resourceSpans\":[", "malformed"),
                refused(
                        "protobuf",
                        new String(Requests.spans(1).toByteArray(), StandardCharsets.ISO_8859_1),
                        "malformed"),
                refused("two documents", span("") + span(""), "malformed"),
                new Row("9 empty object", "{}", 200, "", "", 0),
                new Row(
                        "16 short trace id",
                        span("").replaceFirst("\"traceId\":\"..", "\"traceId\":\""),
                        200,
                        "S trace_id",
                        "1 spans were refused",
                        0),
                new Row(
                        "17 empty span id",
                        span("").replaceFirst("\"spanId\":\"[0-9a-f]*", "\"spanId\":\""),
                        200,
                        "S span_id",
                        "1 spans were refused",
                        0),
                new Row("14 depth 129", span(attribute(deep(129))), 200, "F depth", "depth", 1),
                new Row("20 lone surrogate", span(",\"traceState\":\"\\ud800\""), 200, "F utf8", "utf8", 1));
    }

    private static Row good(String name, String more) {
        return new Row(name, span(more), 200, "", "", 1);
    }

    private static Row refused(String name, String body, String reason) {
        return new Row(name, body, 400, "R " + reason, "", 0);
    }

    private static String span(String more) {
        String id = Long.toHexString(NEXT_ID.getAndIncrement());
        return "{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[{\"scope\":{},\"spans\":[{\"traceId\":\"" + id
                + id.toUpperCase(java.util.Locale.ROOT) + "\",\"spanId\":\"" + id
                + "\",\"name\":\"a\",\"startTimeUnixNano\":\"" + System.currentTimeMillis() + "000000\"" + more
                + "}]}]}]}";
    }

    private static String attribute(String value) {
        return ",\"attributes\":[{\"key\":\"k\",\"value\":" + value + "}]";
    }

    private static String deep(int depth) {
        return "{\"arrayValue\":{\"values\":[".repeat(depth - 1) + "{\"intValue\":\"1\"}" + "]}}".repeat(depth - 1);
    }

    @BeforeAll
    static void start() throws Exception {
        servers = new TestServers();
    }

    @AfterAll
    static void stop() throws Exception {
        servers.close();
    }

    @BeforeEach
    void forget() {
        servers.forget();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void overHttp(Row row) {
        HttpSender client = new HttpSender(servers.http.port());
        byte[] body = row.body.getBytes(StandardCharsets.ISO_8859_1);
        check(row, client.send("POST", "/v1/traces", body, Map.of("content-type", "application/json; charset=utf-8")));
        servers.forget();
        check(
                row,
                client.send(
                        "POST",
                        "/v1/traces",
                        Requests.gzip(body),
                        Map.of("content-type", "application/json", "content-encoding", "GZIP")));
    }

    private static void check(Row row, HttpResponse<byte[]> response) {
        Answer answer = HttpSender.answer(response);
        assertThat(answer.code()).as(answer.toString()).isEqualTo("" + row.http);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        if (row.http == 200 && row.message.isEmpty()) {
            assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
        }
        assertThat(answer.message()).contains(row.message);
        Map<String, Long> counters = new TreeMap<>(servers.metrics.counts());
        counters.keySet().removeIf(name -> name.contains("default"));
        assertThat(counters).isEqualTo(row.counter.isEmpty() ? Map.of() : Map.of(row.counter, 1L));
        assertThat(servers.sink.spans()).isEqualTo(row.stored);
    }
}
