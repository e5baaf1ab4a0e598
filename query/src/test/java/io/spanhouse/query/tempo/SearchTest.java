package io.spanhouse.query.tempo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /api/search} over real sockets: which spans of which traces a query picks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SearchTest {
    private final Shop shop = new Shop();

    @AfterAll
    void stop() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            emptyValue = "",
            value = {
                // What is missing.
                "{ .foo != nil } # 1:1",
                "{ nil != .foo } # 1:1",
                "{ .foo = nil } # 1:2 3 4; 2:1",
                "{ .foo != .bar } # -",
                "{ .dne != .bar } # -",
                "{ .dne = .bar } # -",
                "{ .foo != `` } # 1:1",
                "{ .dne != `` } # -",
                "{ .dne !~ `x` } # -",
                "{ .dne < 3 || .dne >= 3 } # -",
                "{ nil = nil } # -",
                "{ nil != nil } # -",
                "{ status != nil } # 1:1 2 3 4; 2:1",
                "{} > { .foo != nil } # -",
                "{ .foo != nil } > { name = `db` } # 1:2",
                "{ .dne != `` } > {} # -",
                "{ .dne != nil } !> { name = `db` } # 1:2",
                "{ .foo != .bar } >> {} # -",
                "{ true || .missing } # 1:1 2 3 4; 2:1",
                "{ false || .missing } # -",
                "{ !(.foo = `bar`) && name != `idle` } # 1:2 3 4",
                // Kinds of values.
                "{ .n > 2.5 && .n < 3.5 } # 1:1",
                "{ .n = `3` } # -",
                "{ .n = 3ns } # 1:1",
                "{ .price = 2.5 } # 1:1",
                "{ .n + 1 = 4 } # 1:1",
                "{ .n / 2 = 1 } # 1:1",
                "{ -.n = -3 } # 1:1",
                "{ .n ^ 2 = 25 } # 1:2",
                "{ .n % 0 = 1 || .n > 4 } # !error at line 1, col 6: '%' stands before 0",
                "{ .n > .price } # 1:1",
                "{ .flag } # 1:3",
                "{ !.flag } # -",
                "{ .flag = true && .flag != false } # 1:3",
                "{ .k = server } # -",
                "{ .k != server } # -",
                "{ kind = server } # 1:1 2 3 4; 2:1",
                "{ status = error } # 1:2",
                "{ status != error && name != `idle` } # 1:1 3 4",
                "{ .arr = `a` } # 1:3",
                "{ .arr != `a` } # -",
                "{ .arr != `z` } # 1:3",
                "{ .arr =~ `b|c` } # 1:3",
                "{ .arr !~ `b|c` } # -",
                "{ .foo =~ `a` } # -",
                "{ .foo =~ `.a.` } # 1:1",
                "{ .\"odd name\" = `x y` } # 1:3",
                // Scopes and intrinsics.
                "{ .service.name = `pay` } # 1:3 4",
                "{ resource.service.name = `pay` } # 1:3 4",
                "{ span.service.name = `pay` } # -",
                "{ duration >= 200ms } # 1:1 3",
                "{ duration > 50ms && duration < 0.5s } # 1:2 3",
                "{ traceDuration > 400ms } # 1:1 2 3 4",
                "{ trace:duration < 400ms } # 2:1",
                "{ rootName = `checkout` && name = `db` } # 1:2",
                "{ rootServiceName = `other` } # 2:1",
                "{ nestedSetParent < 0 } # 1:1; 2:1",
                "{ -1 = nestedSetParent } # 1:1; 2:1",
                "{ nestedSetParent >= 0 } # 1:2 3 4",
                "{ nestedSetParent = 1 } # 1:2 3",
                "{ nestedSetLeft = 1 } # 1:1; 2:1",
                "{ span:childCount = 2 } # 1:1",
                "{ trace:id = `1` && span:id = `3` } # 1:3",
                "{ trace:id = `00000000000000000000000000000002` } # 2:1",
                "{ trace:id = `zz` } # -",
                "{ span:id != `3` && trace:id = `1` } # 1:1 2 4",
                "{ span:parentID = `0000000000000003` } # 1:4",
                // Sets of spans.
                "{ name = `db` } && { name = `bank` } # 1:2 4",
                "{ name = `db` } && { name = `idle` } # -",
                "{ name = `db` } || { name = `idle` } # 1:2; 2:1",
                "{ name = `db` } || { name = `idle` } && { name = `bank` } # 1:2 4",
                "{ name = `checkout` } >> {} # 1:2 3 4",
                "{ name = `checkout` } > {} # 1:2 3",
                "{ name = `bank` } << {} # 1:1 3",
                "{ name = `bank` } < {} # 1:3",
                "{ name = `db` } ~ {} # 1:3",
                "{ name = `checkout` } !> {} # 1:1 4; 2:1",
                "{ name = `checkout` } !>> {} # 1:1; 2:1",
                "{ name = `db` } !~ { name != `idle` } # 1:1 2 4",
                "{ name = `bank` } !< { name != `idle` } # 1:1 2 4",
                "{ name = `bank` } !<< { name != `idle` } # 1:2 4",
                "{ name = `checkout` } &> { name = `db` } # 1:1 2",
                "{ name = `checkout` } &>> { name = `bank` } # 1:1 4",
                "{ name = `bank` } &< {} # 1:3 4",
                "{ name = `bank` } &<< { nestedSetParent < 0 } # 1:1 4",
                "{ name = `db` } &~ {} # 1:2 3",
                "{ name = `checkout` } > { name = `charge` } > {} # 1:4",
                // Pipelines.
                "{ name = `checkout` } | { .n = 3 } # 1:1",
                "{} > {} | { status = error } # 1:2",
                "{ name != `idle` } | { name = `db` } && { name = `bank` } # 1:2 4",
                "{ status = error } | count() > 1 # -",
                "{ resource.service.name = `shop` } | count() = 2 # 1:1 2",
                "{} | avg(duration) > 200ms # 1:1 2 3 4",
                "{} | max(.n) = 5 # 1:1 2 3 4",
                "{} | min(.dne) > 0 # -",
                "{} | sum(.n) = 8 # 1:1 2 3 4",
                "count() < 2 # 2:1",
                "{} | by(resource.service.name) | count() > 1 # 1:1 2; 1:3 4",
                "{} | by(.k) | { name != `idle` } # 1:1 3 4; 1:2",
                "{} | by(name) | coalesce() | count() > 1 # 1:1 2 3 4",
                "({ status = error } | count() > 0) && ({ name = `bank` }) # 1:2 4",
                "({ name = `checkout` } | count() > 0) >> { name = `bank` } # 1:4",
                "{} | select(.foo) # 1:1 2 3 4; 2:1",
                "{} | count() > 1 | { .n = 3 } # 1:1",
                "{ .n > 0 } && { name = `bank` } | { .n = 3 } # 1:1",
                "{} | by(name) | {} > {} # -",
                "{} | by(resource.service.name) | {} > {} # 1:2; 1:4",
                "{} | by(resource.service.name) | { status = error } || { name = `bank` } # 1:2; 1:4",
                "({ status = error } | count() > 0) | { name = `db` } # 1:2",
                "{} | count() > 1 | ({ name = `db` } | count() > 0) && { name = `bank` } # 1:2 4",
                "{} | count() > 1 | ({ name = `db` } | count() > 1) && { name = `bank` } # -",
                // What is no search.
                "{} | rate() # !found a query of metrics",
                "{ .a = } # !invalid TraceQL query: parse error at line 1, col 8: syntax error: unexpected '}'"
            })
    void queries(String query, String expected) {
        HttpResponse<String> answer = shop.server.get("/api/search?spss=0&q=" + Shop.encoded(query));
        if (expected.startsWith("!")) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains(expected.substring(1));
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        } else {
            assertThat(Shop.picked(Running.ok(answer))).as(query).isEqualTo(expected.equals("-") ? "" : expected);
        }
    }

    @Test
    void answersHaveTempoShape() {
        JsonNode answer = shop.server.json("/api/search?spss=1&q="
                + Shop.encoded(
                        "{ resource.service.name = `shop` } | by(status) | count() > 0 | select(name, .n, .arr)"));
        JsonNode trace = answer.get("traces").get(0);
        assertThat(trace.get("traceID").stringValue()).isEqualTo("1");
        assertThat(trace.get("rootServiceName").stringValue()).isEqualTo("shop");
        assertThat(trace.get("rootTraceName").stringValue()).isEqualTo("checkout");
        assertThat(trace.get("startTimeUnixNano").stringValue()).isEqualTo("1718802000000000000");
        assertThat(trace.get("durationMs").intValue()).isEqualTo(500);
        assertThat(trace.get("serviceStats").get("shop").toString()).isEqualTo("{\"spanCount\":2,\"errorCount\":1}");
        assertThat(trace.get("serviceStats").get("pay").toString()).isEqualTo("{\"spanCount\":2}");
        assertThat(trace.get("spanSets").size()).isEqualTo(2);
        assertThat(trace.get("spanSet")).isEqualTo(trace.get("spanSets").get(0));
        List<String> sets = new ArrayList<>();
        trace.get("spanSets").forEach(set -> sets.add(set.toString()));
        assertThat(sets)
                .containsExactlyInAnyOrder(
                        "{\"spans\":[{\"spanID\":\"0000000000000001\",\"name\":\"checkout\",\"startTimeUnixNano\":"
                                + "\"1718802000000000000\",\"durationNanos\":\"500000000\",\"attributes\":["
                                + "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"shop\"}},"
                                + "{\"key\":\"status\",\"value\":{\"stringValue\":\"unset\"}},"
                                + "{\"key\":\"n\",\"value\":{\"intValue\":\"3\"}}]}],\"matched\":1,\"attributes\":["
                                + "{\"key\":\"by(status)\",\"value\":{\"stringValue\":\"unset\"}},"
                                + "{\"key\":\"count()\",\"value\":{\"intValue\":\"1\"}}]}",
                        "{\"spans\":[{\"spanID\":\"0000000000000002\",\"name\":\"db\",\"startTimeUnixNano\":"
                                + "\"1718802000100000000\",\"durationNanos\":\"100000000\",\"attributes\":["
                                + "{\"key\":\"service.name\",\"value\":{\"stringValue\":\"shop\"}},"
                                + "{\"key\":\"status\",\"value\":{\"stringValue\":\"error\"}},"
                                + "{\"key\":\"n\",\"value\":{\"intValue\":\"5\"}}]}],\"matched\":1,\"attributes\":["
                                + "{\"key\":\"by(status)\",\"value\":{\"stringValue\":\"error\"}},"
                                + "{\"key\":\"count()\",\"value\":{\"intValue\":\"1\"}}]}");
        assertThat(answer.get("metrics").get("totalJobs").intValue()).isEqualTo(1);
    }

    @Test
    void theNestedSetNumbersComeWithSelect() {
        JsonNode spans = shop.server
                .json("/api/search?spss=10&q="
                        + Shop.encoded("{nestedSetParent<0} &>> {name = `bank`}"
                                + " | select(nestedSetParent, nestedSetLeft, nestedSetRight)"))
                .get("traces")
                .get(0)
                .get("spanSets")
                .get(0)
                .get("spans");
        assertThat(spans.get(0).get("attributes").toString())
                .contains("{\"key\":\"nestedSetParent\",\"value\":{\"intValue\":\"-1\"}}")
                .contains("{\"key\":\"nestedSetLeft\",\"value\":{\"intValue\":\"1\"}}")
                .contains("{\"key\":\"nestedSetRight\",\"value\":{\"intValue\":\"8\"}}");
        assertThat(spans.get(0).has("name")).isTrue();
    }

    @Test
    void newestFirstAndNoMoreThanTheLimit() {
        JsonNode both = shop.server.json("/api/search?q={}".replace("{}", "%7B%7D"));
        assertThat(both.get("traces").get(0).get("traceID").stringValue()).isEqualTo("2");
        assertThat(both.get("traces").get(0).has("durationMs")).isFalse();
        assertThat(both.get("traces").size()).isEqualTo(2);
        assertThat(shop.server.json("/api/search?limit=1").get("traces").size()).isEqualTo(1);
        assertThat(shop.server
                        .json("/api/search?limit=262144&spss=100")
                        .get("traces")
                        .size())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "tags=foo%3DBA # 1:1",
                "tags=foo%3Dbar+n%3D5 # 1:1 2",
                "tags=service.name%3Dpa+name%3DCHARGE # 1:3 4",
                "tags=%22x # !invalid tags: at position 1",
                "tags=foo%3D%22b # !invalid tags: the quote at position 5 is not closed",
                "tags=odd # !invalid tags: at position 1",
                "tags=foo%3Da+foo%3Db # !invalid tags: tag foo has been set twice",
                "tags=foo%3D.* # -",
                "tags=error%3Dtrue # 1:2",
                "tags=status.code%3Derror # 1:2",
                "tags=root.name%3Dcheck+name%3Ddb # 1:1 2 3 4",
                "foo=bar # 1:1",
                "minDuration=400ms # 1:1 2 3 4",
                "maxDuration=1s&minDuration=499.9ms # 1:1 2 3 4",
                "maxDuration=1ms # 2:1",
                "maxDuration=1ms&minDuration=1s # !invalid maxDuration: must be greater than minDuration",
                "minDuration=5x # !invalid minDuration",
                "limit=0 # !invalid limit: must be a positive number",
                "limit=262145 # !limit",
                "limit=x # !limit",
                "spss=101 # !spss",
                "q=%7B%7D&tags=a%3Db # !invalid request: can't specify tags and q in the same query",
                "start=1 # !start and end",
                "start=5&end=5 # !http parameter start must be before end. received start=5 end=5",
                "start=5&end=4 # !http parameter start must be before end",
                "start=1&end=604802 # !exceeds 168h",
                "start=x&end=4 # !invalid start",
                "start=1718802000&end=1718802001 # 1:1 2 3 4; 2:1",
                "start=1718802001&end=1718802002 # 2:1",
                "start=1718801990&end=1718801999 # -"
            })
    void parameters(String parameters, String expected) {
        HttpResponse<String> answer =
                shop.server.get("/api/search?" + parameters + (parameters.startsWith("spss") ? "" : "&spss=0"));
        if (expected.startsWith("!")) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains(expected.substring(1));
        } else {
            assertThat(Shop.picked(Running.ok(answer))).isEqualTo(expected.equals("-") ? "" : expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/search?q={status=error}|select(name)",
                "/api/search?q={ status = error } | select(name)&limit=5",
                "/api/search?limit=5&q={ name = `db` || name = \"no ? one\" } | select(name) "
            })
    void nothingNeedsAnEscape(String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", shop.server.port())) {
            for (String connection : List.of("keep-alive", "close")) {
                socket.getOutputStream()
                        .write(("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
            assertThat(answers.split("\"name\":\"db\"", -1)).hasSizeGreaterThanOrEqualTo(3);
        }
    }
}
