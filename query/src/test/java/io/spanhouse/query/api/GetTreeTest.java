package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Trees over real sockets: what is found, and that answers are as described. */
final class GetTreeTest {
    private static final String PATH = ApiRoutes.BASE + "/traces/00000000000000000000000000000001/tree";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);
    private Schemas schemas;
    private JsonNode schema;

    @BeforeEach
    void send() {
        Spans spans = new Spans();
        spans.service("web").span(1, 1, 0, "GET /", 0, 100).end();
        spans.service("cart").span(1, 2, 1, "read", 10, 30).status(2).end();
        spans.span(1, 3, 2, "query", -1, 20).end();
        spans.service("pay").span(1, 4, 1, "charge", 35, 60).end();
        spans.service("lost").span(1, 5, 99, "orphan", 50, 10).end();
        spans.service("alone").span(2, 6, 77, "late", 5, 10).end();
        spans.span(2, 7, 78, "later", 20, 10).end();
        store.take("default", spans.build());
        JsonNode document = server.json(ApiRoutes.BASE + "/openapi.json");
        schemas = new Schemas(document);
        schema = document.at(
                "/paths/~1api~1spanhouse~1v1~1traces~1{traceId}~1tree/get/responses/200/content/application~1json/schema");
        assertThat(schema.isMissingNode()).isFalse();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode ask(String path) {
        JsonNode answer = server.json(path);
        assertThat(schemas.complaints(schema, answer)).isEmpty();
        return answer;
    }

    @Test
    void columnsPathAndTotals() {
        JsonNode tree = ask(PATH);
        assertThat(tree.get("start").stringValue()).isEqualTo(Long.toString(Spans.T0 - 1_000_000));
        assertThat(tree.at("/spans/spanId").toString())
                .isEqualTo("[\"0000000000000001\",\"0000000000000002\",\"0000000000000003\",\"0000000000000004\","
                        + "\"0000000000000005\"]");
        assertThat(tree.at("/spans/parent").toString()).isEqualTo("[-1,0,1,0,-1]");
        assertThat(tree.at("/spans/subtreeEnd").toString()).isEqualTo("[4,3,3,4,5]");
        // The root's children cover 10 to 95 ms; of the query 10 to 19 ms lie within its parent.
        assertThat(tree.at("/spans/self").toString()).isEqualTo("[15000000,21000000,20000000,60000000,10000000]");
        // The read still ran when the charge began, so the root did not wait for it then.
        assertThat(tree.at("/spans/critical").toString()).isEqualTo("[40000000,0,0,60000000,0]");
        assertThat(tree.at("/path/of").stringValue()).isEqualTo("0000000000000001");
        assertThat(tree.at("/path/span").toString()).isEqualTo("[0,3,0]");
        assertThat(tree.at("/path/from").toString()).isEqualTo("[1000000,36000000,96000000]");
        assertThat(tree.at("/path/to").toString()).isEqualTo("[36000000,96000000,101000000]");
        assertThat(tree.at("/services/0/service").stringValue()).isEqualTo("pay");
        assertThat(tree.at("/services/0/share").doubleValue()).isEqualTo(0.6);
        assertThat(tree.at("/operations/1/name").stringValue()).isEqualTo("GET /");
        assertThat(tree.at("/operationsTotal").intValue()).isEqualTo(5);
        assertThat(tree.at("/doubts/orphan").stringValue()).isEqualTo("1");
        assertThat(tree.at("/doubts/startsBeforeParent").stringValue()).isEqualTo("1");
        assertThat(tree.at("/skews/0/most").stringValue()).isEqualTo("11000000");
        assertThat(tree.at("/spans/doubts").toString()).isEqualTo("[0,0,4,0,1]");
    }

    @Test
    void pathOfOneSpanAndOfATraceWithoutRoot() {
        JsonNode one = ask(PATH + "?columns=false&pathOf=0000000000000002");
        assertThat(one.has("spans")).isFalse();
        assertThat(one.at("/path").has("span")).isFalse();
        assertThat(one.at("/path/duration").stringValue()).isEqualTo("30000000");
        assertThat(one.at("/services/0/service").stringValue()).isEqualTo("cart");
        assertThat(one.at("/services/0/critical").stringValue()).isEqualTo("30000000");
        JsonNode rootless = ask(PATH.replace("01/tree", "02/tree"));
        assertThat(rootless.at("/path/of").isNull()).isTrue();
        assertThat(rootless.at("/path/duration").stringValue()).isEqualTo("25000000");
        assertThat(rootless.at("/path/gap").stringValue()).isEqualTo("5000000");
    }

    /** Values come by places of the tree, of whichever slice and order spans are read in. */
    @Test
    void valuesOfSpansComeInTheOrderOfTheTree() {
        Spans spans = new Spans();
        spans.service("late")
                .span(4, 9, 8, "child", 5, 1)
                .with("n", 7L)
                .with("tier", "gold")
                .end();
        spans.service("early")
                .span(4, 8, 0, "root", 0, 10)
                .with("tier", "x".repeat(300))
                .end();
        spans.span(4, 10, 8, "other", 2, 1).with("n", 7L).end();
        store.take("default", spans.build());
        String path = PATH.replace("01/tree", "04/attributes");
        JsonNode values =
                server.json(path + "?column=span.n&column=span.tier&column=resource.service.name&column=scope.no");
        assertThat(schemas.complaints(schema("attributes"), values)).isEmpty();
        assertThat(values.get("count").intValue()).isEqualTo(3);
        assertThat(values.at("/keys").toString())
                .isEqualTo(
                        "[{\"level\":\"resource\",\"key\":\"service.name\",\"spans\":\"3\"},"
                                + "{\"level\":\"span\",\"key\":\"n\",\"spans\":\"2\"},{\"level\":\"span\",\"key\":\"tier\",\"spans\":\"2\"}]");
        assertThat(server.json(path.replace("attributes", "tree"))
                        .at("/spans/spanId/1")
                        .stringValue())
                .isEqualTo("000000000000000a");
        assertThat(shown(values, 0)).isEqualTo("[null, 7, 7]");
        assertThat(shown(values, 1)).isEqualTo("[" + "x".repeat(256) + "\u2026, null, gold]");
        assertThat(shown(values, 2)).isEqualTo("[early, early, late]");
        assertThat(shown(values, 3)).isEqualTo("[null, null, null]");
        assertThat(server.json(path).get("columns")).isEmpty();
        assertThat(server.get(path + "?column=event.n").statusCode()).isEqualTo(400);
        assertThat(server.get(path + "?column=span.").statusCode()).isEqualTo(400);
        assertThat(server.get(path + "?" + "column=span.a&".repeat(21)).statusCode())
                .isEqualTo(400);
        assertThat(server.get(path.replace("04", "44")).statusCode()).isEqualTo(404);
    }

    private static String shown(JsonNode values, int column) {
        JsonNode one = values.get("columns").get(column);
        List<String> shown = new ArrayList<>();
        one.get("codes")
                .forEach(code -> shown.add(
                        code.intValue() < 0
                                ? "null"
                                : one.get("texts").get(code.intValue()).stringValue()));
        return shown.toString();
    }

    private JsonNode schema(String path) {
        return server.json(ApiRoutes.BASE + "/openapi.json")
                .at("/paths/~1api~1spanhouse~1v1~1traces~1{traceId}~1" + path
                        + "/get/responses/200/content/application~1json/schema");
    }

    /** Trees of all traces as one, against what is plain from what was sent. */
    @Test
    void treesOfAllTracesAreOneTree() {
        Spans spans = new Spans();
        for (int trace = 100; trace < 160; trace++) {
            spans.service("front").span(trace, 1, 0, "get", 0, trace).end();
            for (int child = 0; child < trace % 3; child++) {
                spans.service("back")
                        .span(trace, 2 + child, 1, "read", child, 5 + child)
                        .status(child * 2)
                        .end();
            }
        }
        store.take("default", spans.build());
        String url = ApiRoutes.BASE + "/structure";
        JsonNode answer = server.postJson(url, "{\"filter\":{\"traceql\":\"{ rootName = \\\"get\\\" }\"}}");
        JsonNode described = server.json(ApiRoutes.BASE + "/openapi.json")
                .at("/paths/~1api~1spanhouse~1v1~1structure/post/responses/200/content/application~1json/schema");
        assertThat(schemas.complaints(described, answer)).isEmpty();
        assertThat(answer.get("traces").stringValue()).isEqualTo("60");
        assertThat(answer.get("tracesTotal").stringValue()).isEqualTo("60");
        assertThat(answer.get("spans").stringValue()).isEqualTo("120");
        assertThat(answer.get("ways")).hasSize(2);
        JsonNode root = answer.at("/ways/0");
        assertThat(root.get("depth").intValue()).isZero();
        assertThat(root.get("spans").stringValue()).isEqualTo("60");
        // 100 to 159 ms, one each.
        assertThat(root.get("p50").stringValue()).isEqualTo("129000000");
        assertThat(root.get("p99").stringValue()).isEqualTo("159000000");
        assertThat(root.at("/longest/duration").stringValue()).isEqualTo("159000000");
        JsonNode child = answer.at("/ways/1");
        assertThat(child.get("name").stringValue()).isEqualTo("read");
        assertThat(child.get("depth").intValue()).isEqualTo(1);
        assertThat(child.get("traces").stringValue()).isEqualTo("40");
        assertThat(child.get("spans").stringValue()).isEqualTo("60");
        assertThat(child.get("errors").stringValue()).isEqualTo("20");
        assertThat(child.get("p99").stringValue()).isEqualTo("6000000");
        assertThat(child.at("/longest/spanId").stringValue()).isEqualTo("0000000000000003");
        JsonNode all = server.postJson(url, "{}");
        assertThat(all.get("traces").stringValue()).isEqualTo("62");
        assertThat(all.at("/completeness/complete").booleanValue()).isTrue();
        assertThat(server.post(url, "{\"limit\":3}").statusCode()).isEqualTo(400);
    }

    /** The form for pages says the same as JSON, of ordinary spans and of those at the ends of time. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void theFormForPagesSaysTheSame(int trace) {
        Spans spans = new Spans();
        spans.service("far").span(3, 1, 0, "all of time", 0, 1).end();
        spans.builder()
                .startSpan()
                .traceId(0, 3)
                .spanId(-2)
                .parentSpanId(1)
                .startNanos(1)
                .endNanos(-1);
        spans.builder().resource(0).scope(0).name(0).endSpan();
        store.take("default", spans.build());
        String path = PATH.replace("01/tree", "0" + trace + "/tree");
        JsonNode json = ask(path);
        HttpResponse<byte[]> answer = server.send(
                server.request(path, "Accept", TreeColumns.CONTENT_TYPE).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(TreeColumns.CONTENT_TYPE);
        ColumnsRead read = new ColumnsRead(answer.body());
        assertThat(read.head.get("version").intValue()).isEqualTo(TreeColumns.VERSION);
        for (String same : List.of("summary", "services", "operations", "doubts", "skews", "start", "completeness")) {
            assertThat(read.head.get(same)).as(same).isEqualTo(json.get(same));
        }
        assertThat(read.head.get("nameTexts")).isEqualTo(json.at("/spans/nameTexts"));
        assertThat(read.head.get("serviceTexts")).isEqualTo(json.at("/spans/serviceTexts"));
        read.columns.forEach((name, values) -> assertThat(values.toString().replace(" ", ""))
                .as(name)
                .isEqualTo(json.at(name).toString().replace("\"", "")));
        assertThat(read.columns).hasSize(15);
        assertThat(read.in.hasRemaining()).isFalse();
        byte[] head = server.send(
                        server.request(path + "?columns=false", "Accept", TreeColumns.CONTENT_TYPE)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
        assertThat(new ColumnsRead(head).in.hasRemaining()).isFalse();
        assertThat(server.get(path, "Accept", "text/html").statusCode()).isEqualTo(406);
    }

    /** Reads the form for pages by its description alone. */
    private static final class ColumnsRead {
        final ByteBuffer in;
        final JsonNode head;
        final Map<String, List<Object>> columns = new LinkedHashMap<>();

        ColumnsRead(byte[] bytes) {
            in = ByteBuffer.wrap(bytes);
            byte[] text = new byte[Integer.reverseBytes(in.getInt())];
            in.get(text);
            head = Running.tree(new String(text, StandardCharsets.UTF_8));
            int count = head.get("count").intValue();
            List<Object> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ids.add(HexFormat.of().toHexDigits(in.getLong()));
            }
            columns.put("/spans/spanId", ids);
            List<Object> parents = column("parent", count, (i, n) -> n == 0 ? -1 : i - n);
            column("subtreeEnd", count, (i, n) -> i + n + 1);
            for (String plain : List.of("service", "name", "kind", "status", "doubts")) {
                column(plain, count, (i, n) -> n);
            }
            List<Object> starts = new ArrayList<>();
            column("start", count, (i, n) -> {
                long parent = (long) parents.get(i);
                starts.add(unfolded(n) + (parent < 0 ? 0 : (long) starts.get((int) parent)));
                return (long) starts.get(i);
            });
            List<Object> durations = column("duration", count, (i, n) -> n);
            column("self", count, (i, n) -> (long) durations.get(i) - n);
            path(count, head.get("stretches").intValue());
        }

        private void path(int count, int stretches) {
            long[] critical = new long[count];
            long[] span = new long[1];
            List<Object> spans = new ArrayList<>();
            for (int i = 0; i < stretches; i++) {
                span[0] += unfolded(number());
                spans.add(span[0]);
            }
            long[] gaps = new long[stretches];
            for (int i = 0; i < stretches; i++) {
                gaps[i] = number();
            }
            List<Object> from = new ArrayList<>();
            List<Object> to = new ArrayList<>();
            for (int i = 0; i < stretches; i++) {
                from.add(gaps[i] + (i == 0 ? 0 : (long) to.get(i - 1)));
                long length = number();
                to.add((long) from.get(i) + length);
                critical[(int) (long) spans.get(i)] += length;
            }
            columns.put("/path/span", spans);
            columns.put("/path/from", from);
            columns.put("/path/to", to);
            columns.put(
                    "/spans/critical",
                    Arrays.stream(critical).<Object>mapToObj(Long::valueOf).toList());
        }

        private interface Told {
            long of(int i, long number);
        }

        private List<Object> column(String name, int count, Told told) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(told.of(i, number()));
            }
            columns.put("/spans/" + name, values);
            return values;
        }

        private long number() {
            long number = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                number |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return number;
                }
            }
        }

        private static long unfolded(long number) {
            return number >>> 1 ^ -(number & 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?pathOf=1, 400",
        "?pathOf=00000000000000zz, 400",
        "?pathOf=0000000000000009, 404",
        "?columns=yes, 400",
    })
    void refusals(String parameters, int status) {
        assertThat(server.get(PATH + parameters).statusCode()).isEqualTo(status);
        assertThat(server.get(PATH.replace("01/tree", "09/tree")).statusCode()).isEqualTo(404);
    }
}
