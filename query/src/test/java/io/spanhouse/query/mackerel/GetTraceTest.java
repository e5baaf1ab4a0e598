package io.spanhouse.query.mackerel;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryRefusal;
import io.spanhouse.query.testing.Keys;
import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.model.ValueWriter;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One trace over real sockets: the published example, values of every kind, refusals. */
final class GetTraceTest {
    private static final String PATH = "/api/v0/traces/";
    private static final String ID = "00000000000000000000000000000001";

    private final MemoryTraceStore store = new MemoryTraceStore();

    @Test
    void publishedExample() throws IOException {
        Spans spans = new Spans();
        SpanBatchBuilder builder = spans.builder();
        long time = java.time.Instant.parse("2025-07-09T14:03:02.000Z").toEpochMilli() * 1_000_000L;
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(
                new ScopeColumns.Fields(true, builder.string("my-library"), builder.string("1.0.0"), 0, 0));
        builder.startSpan().resource(resource).scope(scope);
        builder.traceId(0x0123456789abcdefL, 0x0123456789abcdefL).spanId(0x0123456780123456L);
        builder.traceState(builder.string("congo=xx,key=val"))
                .name(builder.string("test-span"))
                .kind(1);
        builder.startNanos(time + 999_999).endNanos(time + 1);
        builder.attribute(spans.pair("http.route", "/"));
        builder.startEvent();
        builder.eventTimeNanos(time);
        builder.eventName(builder.string("event1"));
        builder.endEvent();
        builder.startLink();
        builder.linkTraceId(0xabcdef0123456789L, 0xabcdef0123456789L);
        builder.linkSpanId(0xabcdefabcdef0102L);
        builder.endLink();
        builder.status(1, builder.string("status message"));
        builder.endSpan();
        store.take("default", builder.build());
        // The published span id has 18 digits, two more than a span id can have.
        String example = Lists.resource("mackerel-get-response.json").replace("012345678012345678", "0123456780123456");
        try (Running server = new Running(store)) {
            assertThat(server.json(PATH + "0123456789abcdef0123456789ABCDEF").toString())
                    .isEqualTo(Running.tree(example).toString());
        }
    }

    @Test
    void valuesOfEveryKind() {
        Spans spans = new Spans().service("cart");
        Spans.One one = spans.span(1, 2, 1, "s", 0, 1)
                .with("int", Long.MAX_VALUE)
                .with("double", 0.5)
                .with("nan", Double.NaN)
                .with("infinite", Double.NEGATIVE_INFINITY)
                .with("bool", false)
                .with("bytes", new byte[] {0, (byte) 0xFF});
        SpanBatchBuilder builder = spans.builder();
        ValueWriter writer = new ValueWriter();
        byte[] key = "in".getBytes(StandardCharsets.UTF_8);
        writer.key(key, 0, key.length);
        int mark = writer.open(ValueType.ARRAY);
        writer.nothing(ValueType.EMPTY);
        writer.integer(-1);
        writer.close(mark);
        builder.attribute(builder.pair(builder.string("list"), ValueType.KVLIST, writer.buffer(), 0, writer.size()));
        builder.attribute(builder.pair(builder.string("empty"), ValueType.EMPTY, key, 0, 0));
        builder.attribute(builder.pair(builder.string("absent"), ValueType.ABSENT, key, 0, 0));
        one.end();
        store.take("default", spans.build());
        try (Running server = new Running(store)) {
            String body = server.get(PATH + ID).body();
            JsonNode span = Running.tree(body).get("spans").get(0);
            assertThat(span.get("parentSpanId").stringValue()).isEqualTo("0000000000000001");
            assertThat(span.get("attributes").toString())
                    .isEqualTo("[{\"key\":\"int\",\"value\":{\"valueType\":\"int\",\"intValue\":9223372036854775807}},"
                            + "{\"key\":\"double\",\"value\":{\"valueType\":\"double\",\"doubleValue\":0.5}},"
                            + "{\"key\":\"nan\",\"value\":{\"valueType\":\"string\",\"stringValue\":\"NaN\"}},"
                            + "{\"key\":\"infinite\",\"value\":{\"valueType\":\"string\",\"stringValue\":\"-Infinity\"}},"
                            + "{\"key\":\"bool\",\"value\":{\"valueType\":\"bool\",\"boolValue\":false}},"
                            + "{\"key\":\"bytes\",\"value\":{\"valueType\":\"bytes\",\"bytesValue\":\"AP8=\"}},"
                            + "{\"key\":\"list\",\"value\":{\"valueType\":\"kvlist\",\"kvlistValue\":{\"in\":"
                            + "{\"valueType\":\"array\",\"arrayValue\":[{\"valueType\":\"empty\"},"
                            + "{\"valueType\":\"int\",\"intValue\":-1}]}}}},"
                            + "{\"key\":\"empty\",\"value\":{\"valueType\":\"empty\"}},"
                            + "{\"key\":\"absent\",\"value\":{\"valueType\":\"empty\"}}]");
            assertThat(span.get("scope").toString())
                    .isEqualTo("{\"name\":\"\",\"version\":\"\",\"attributes\":[],\"droppedAttributesCount\":0}");
        }
    }

    @Test
    void spansComeByStartThenIdAndALargeTraceIsCut() {
        Spans spans = new Spans().service("cart");
        for (int i = 9_000; i > 0; i--) {
            spans.span(1, i, 0, "s", i / 2, 1).end();
        }
        store.take("default", spans.build());
        QueryOptions options = QueryOptions.defaults();
        QueryOptions cut = options.with(new QueryOptions.Mackerel(0, QueryOptions.NamespaceDefault.ANY, 8_500));
        try (Running server = new Running(store);
                Running cutting = new Running(store, cut, KeyRing.open())) {
            HttpResponse<String> whole = server.get(PATH + ID);
            JsonNode all = Running.ok(whole).get("spans");
            assertThat(all.size()).isEqualTo(9_000);
            assertThat(whole.headers().firstValue("X-Truncated")).isEmpty();
            for (int i = 0; i < all.size(); i++) {
                assertThat(Long.parseLong(all.get(i).get("spanId").stringValue(), 16))
                        .isEqualTo(i + 1);
            }
            HttpResponse<String> part = cutting.get(PATH + ID);
            assertThat(part.headers().firstValue("X-Truncated")).hasValue("true");
            assertThat(Running.ok(part).get("spans").size()).isEqualTo(8_500);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "0000000000000001",
                "0000000000000000000000000000001",
                "g0000000000000000000000000000001",
                "..%2f..%2fetc%2fpasswd",
                "0000000000000000000000000000000%31x"
            })
    void badIds(String id) {
        try (Running server = new Running(store)) {
            HttpResponse<String> response = server.get(PATH + id);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(Running.tree(response.body()).get("error").get("message").isString())
                    .isTrue();
            assertThat(server.refusals).containsExactly(QueryRefusal.BAD_ID);
        }
    }

    /** Refused before it is routed: no server should have to think about it. */
    @Test
    void zeroByteInAPath() {
        try (Running server = new Running(store)) {
            assertThat(server.get(PATH + "%00").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void noSuchTrace() {
        try (Running server = new Running(store)) {
            HttpResponse<String> response = server.get(PATH + ID + "?");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"error\":{\"message\":\"there is no trace " + ID + "\"}}");
        }
    }

    @Test
    void keys(@TempDir Path directory) throws IOException {
        Spans spans = new Spans();
        spans.service("cart").span(1, 1, 0, "a", 0, 5).end();
        spans.service("web").span(1, 2, 1, "b", 1, 2).end();
        store.take("default", spans.build());
        Keys keys = new Keys(directory);
        String reader = keys.reader("default");
        String cartOnly = keys.readerOf("cart");
        String payOnly = keys.readerOf("pay");
        String sender = keys.sender();
        String other = keys.reader("other");
        String list = Lists.body("web");
        try (Running server = new Running(store, QueryOptions.defaults(), keys.ring())) {
            for (String key : new String[] {null, "sph_0000000000000000_wrong", ""}) {
                String[] headers = key == null ? new String[0] : new String[] {"X-Api-Key", key};
                assertThat(server.get(PATH + ID, headers).statusCode()).isEqualTo(401);
                HttpResponse<String> listed = server.post(Lists.PATH, list, headers);
                assertThat(listed.statusCode()).isEqualTo(401);
                assertThat(listed.headers().firstValue("WWW-Authenticate")).isPresent();
                assertThat(Running.tree(listed.body()).get("error").has("message"))
                        .isTrue();
            }
            assertThat(server.get(PATH + ID, "X-Api-Key", sender).statusCode()).isEqualTo(403);
            assertThat(server.get(PATH + ID, "X-Api-Key", payOnly).statusCode()).isEqualTo(403);
            assertThat(server.get(PATH + ID, "X-Api-Key", other).statusCode()).isEqualTo(404);
            assertThat(server.json(PATH + ID, "X-Api-Key", reader).get("spans").size())
                    .isEqualTo(2);
            assertThat(server.json(PATH + ID, "X-Api-Key", cartOnly)
                            .get("spans")
                            .size())
                    .isEqualTo(1);
            assertThat(Lists.ids(server.postJson(Lists.PATH, list, "X-Api-Key", reader)))
                    .containsExactly(1L);
            assertThat(Lists.ids(server.postJson(Lists.PATH, list, "X-Api-Key", cartOnly)))
                    .isEmpty();
            assertThat(Lists.ids(server.postJson(Lists.PATH, list, "X-Api-Key", other)))
                    .isEmpty();
        }
    }

    @Test
    void rateOfTheDialect() {
        QueryOptions options = QueryOptions.defaults();
        QueryOptions once = options.with(new QueryOptions.Mackerel(1, QueryOptions.NamespaceDefault.ANY, 1));
        try (Running server = new Running(store, once, KeyRing.open())) {
            assertThat(server.get(PATH + ID).statusCode()).isEqualTo(404);
            HttpResponse<String> second = server.get(PATH + ID);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(server.get("/api/spanhouse/v1/status").statusCode()).isEqualTo(200);
        }
    }
}
