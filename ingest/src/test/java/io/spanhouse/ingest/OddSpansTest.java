package io.spanhouse.ingest;

import static io.spanhouse.ingest.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests with an odd span between two good ones, over both transports: always OK, with what the client is told, the
 * counters, and how many spans are stored. What exactly is stored of an odd span is the walker's test.
 */
class OddSpansTest {
    private static TestServers servers;

    /**
     * One row.
     *
     * @param name number in the table of bad inputs, and what it is
     * @param body protobuf
     * @param rejected spans that partial success names
     * @param message part of its message; empty if there must be none
     * @param counter the one beside those of accepted requests, and 1; empty for none
     * @param stored spans
     */
    private record Row(String name, byte[] body, int rejected, String message, String counter, int stored) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Row> ROWS = Stream.of(spanRows(), valueRows(), requestRows())
            .flatMap(rows -> rows)
            .collect(Collectors.toList());

    static List<Row> rows() {
        return ROWS;
    }

    private static Stream<Row> spanRows() {
        return Stream.of(
                rejected("16 trace id empty", "trace_id", span -> span.clearTraceId()),
                rejected("16 trace id of 15", "trace_id", span -> span.setTraceId(bytes(15))),
                rejected("16 trace id of 17", "trace_id", span -> span.setTraceId(bytes(17))),
                rejected("16 trace id zero", "trace_id", span -> span.setTraceId(zeros(16))),
                rejected("17 span id short", "span_id", span -> span.setSpanId(bytes(7))),
                rejected("17 span id zero", "span_id", span -> span.setSpanId(zeros(8))),
                rejected("17 span id empty", "span_id", span -> span.clearSpanId()),
                altered("18 parent of 7", "parent_id", span -> span.setParentSpanId(bytes(7))),
                altered("18 own parent", "parent_id", span -> span.setParentSpanId(span.getSpanId())),
                altered(
                        "18b link of 15",
                        "link_id",
                        span -> span.addLinks(
                                Span.Link.newBuilder().setTraceId(bytes(15)).setSpanId(bytes(8)))),
                good("18b link empty", span -> span.addLinks(Span.Link.getDefaultInstance())),
                good(
                        "18b link zero",
                        span -> span.addLinks(
                                Span.Link.newBuilder().setTraceId(zeros(16)).setSpanId(zeros(8)))),
                good(
                        "25 unknown enums",
                        span -> span.setKindValue(99)
                                .setStatus(Status.newBuilder().setCodeValue(7))),
                good("25 unknown fields", span -> span.setUnknownFields(unknown())),
                remarked("26 start 0", "time_past", span -> span.setStartTimeUnixNano(0)),
                remarked("27 start 2262", "time_future", span -> span.setStartTimeUnixNano(9_214_646_400_000_000_000L)),
                remarked("27 start beyond 2^63", "time_future", span -> span.setStartTimeUnixNano(-5)),
                good("28 end before start", span -> span.setEndTimeUnixNano(span.getStartTimeUnixNano() - 7)),
                remarked(
                        "28 ten years",
                        "time_past",
                        span -> span.setStartTimeUnixNano(span.getEndTimeUnixNano() - 3_650L * 86_400 * 1_000_000_000)),
                remarked(
                        "29 older than retention",
                        "time_past",
                        span -> span.setStartTimeUnixNano(span.getStartTimeUnixNano() - 31L * 86_400 * 1_000_000_000)),
                remarked(
                        "29 two hours ahead",
                        "time_future",
                        span -> span.setStartTimeUnixNano(span.getStartTimeUnixNano() + 2L * 3_600 * 1_000_000_000)));
    }

    private static Stream<Row> valueRows() {
        return Stream.of(
                altered("14 depth 129", "depth", span -> span.addAttributes(nested(129))),
                good("14 depth 128", span -> span.addAttributes(nested(128))),
                new Row("14 depth 100,000", deepRequest(100_000), 0, "depth", "F depth", 1),
                badText("19 name", span -> span.setName("a~b")),
                badText("19 key", span -> span.addAttributes(Requests.attribute("a~b", "v"))),
                badText("19 value", span -> span.addAttributes(Requests.attribute("k", "a~b"))),
                good("20 controls", span -> span.setName("a\u0000\u001b\u202eb")),
                altered("21 20,000 attributes", "attr_count", OddSpansTest::manyAttributes),
                good("22 value of 1 MiB", span -> span.addAttributes(Requests.attribute("v", "x".repeat(1 << 20)))),
                altered(
                        "22 value of 5 MiB",
                        "attr_bytes",
                        span -> span.addAttributes(Requests.attribute("v", "x".repeat(5 << 20)))),
                good(
                        "23 keys empty, long, twice",
                        span -> span.addAttributes(Requests.attribute("", "1"))
                                .addAttributes(Requests.attribute("k".repeat(10 << 10), "2"))
                                .addAttributes(Requests.attribute("twice", "3"))
                                .addAttributes(Requests.attribute("twice", "4"))),
                altered(
                        "24 key_strindex",
                        "strindex",
                        span -> span.addAttributes(KeyValue.newBuilder().setKeyStrindex(3))),
                altered(
                        "24 string_value_strindex",
                        "strindex",
                        span -> span.addAttributes(KeyValue.newBuilder()
                                .setKey("k")
                                .setValue(AnyValue.newBuilder().setStringValueStrindex(3)))),
                altered("34 a million events", "event_count", OddSpansTest::manyEvents),
                altered("34 a hundred thousand links", "link_count", OddSpansTest::manyLinks));
    }

    private static Stream<Row> requestRows() {
        return Stream.of(
                new Row("9 empty body", new byte[0], 0, "", "", 0),
                new Row("9 empty resource spans", new byte[] {10, 0}, 0, "", "", 0),
                new Row(
                        "9 empty scope spans",
                        ExportTraceServiceRequest.newBuilder()
                                .addResourceSpans(
                                        ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.getDefaultInstance()))
                                .build()
                                .toByteArray(),
                        0,
                        "",
                        "",
                        0),
                new Row(
                        "16, 17 all refused",
                        Requests.of(
                                        Requests.span().clearTraceId(),
                                        Requests.span().clearTraceId())
                                .toByteArray(),
                        2,
                        "2 spans",
                        "S trace_id 2",
                        0),
                new Row("32 one trace of 20,000 spans", Requests.spans(20_000).toByteArray(), 0, "", "", 20_000),
                new Row("33 10,000 names", manyNames(10_000), 0, "", "", 10_000));
    }

    private interface Change {
        Span.Builder apply(Span.Builder span);
    }

    private static Row rejected(String name, String reason, Change change) {
        byte[] body = Requests.among(change::apply).toByteArray();
        return new Row(name, body, 1, "1 spans were refused", "S " + reason, 2);
    }

    private static Row altered(String name, String reason, Change change) {
        return new Row(name, Requests.among(change::apply).toByteArray(), 0, reason, "F " + reason, 3);
    }

    /** The library does not write bad UTF-8, so every tilde becomes a byte that starts a character and is not followed. */
    private static Row badText(String name, Change change) {
        Row row = altered(name, "utf8", change);
        for (int i = 0; i < row.body.length; i++) {
            if (row.body[i] == '~') {
                row.body[i] = (byte) 0xc3;
            }
        }
        return row;
    }

    private static Row remarked(String name, String reason, Change change) {
        return new Row(name, Requests.among(change::apply).toByteArray(), 0, "", "F " + reason, 3);
    }

    private static Row good(String name, Change change) {
        return new Row(name, Requests.among(change::apply).toByteArray(), 0, "", "", 3);
    }

    private static ByteString bytes(int count) {
        return ByteString.copyFrom("abcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII), 0, count);
    }

    private static ByteString zeros(int count) {
        return ByteString.copyFrom(new byte[count]);
    }

    private static UnknownFieldSet unknown() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        900,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(5)
                                .addFixed32(6)
                                .build())
                .build();
    }

    private static KeyValue nested(int depth) {
        AnyValue value = AnyValue.newBuilder().setIntValue(1).build();
        for (int level = 1; level < depth; level++) {
            value = AnyValue.newBuilder()
                    .setArrayValue(ArrayValue.newBuilder().addValues(value))
                    .build();
        }
        return KeyValue.newBuilder().setKey("deep").setValue(value).build();
    }

    /** Written from the inside out, because the library's own writer calls itself. */
    private static byte[] deepRequest(int depth) {
        byte[][] parts = new byte[depth * 2][];
        int length = 0;
        int used = 0;
        for (int level = 0; level < depth; level++) {
            for (int field : new int[] {1, 5}) {
                parts[used] = prefix(field, length);
                length += parts[used++].length;
            }
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        while (used > 0) {
            value.writeBytes(parts[--used]);
        }
        ByteString keyValue = ByteString.copyFrom(prefix(1, 1))
                .concat(ByteString.copyFromUtf8("k"))
                .concat(message(2, ByteString.copyFrom(value.toByteArray())));
        ByteString span = Requests.span().build().toByteString().concat(message(9, keyValue));
        return message(1, message(2, message(2, span))).toByteArray();
    }

    private static ByteString message(int field, ByteString content) {
        return ByteString.copyFrom(prefix(field, content.size())).concat(content);
    }

    private static byte[] prefix(int field, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            coded.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            coded.writeUInt32NoTag(length);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Span.Builder manyAttributes(Span.Builder span) {
        for (int i = 0; i < 20_000; i++) {
            span.addAttributes(Requests.attribute("key" + i, "v"));
        }
        return span;
    }

    private static Span.Builder manyEvents(Span.Builder span) {
        Span.Event event = Span.Event.newBuilder().setName("e").build();
        for (int i = 0; i < 1_000_000; i++) {
            span.addEvents(event);
        }
        return span;
    }

    private static Span.Builder manyLinks(Span.Builder span) {
        Span.Link link =
                Span.Link.newBuilder().setTraceId(bytes(16)).setSpanId(bytes(8)).build();
        for (int i = 0; i < 100_000; i++) {
            span.addLinks(link);
        }
        return span;
    }

    private static byte[] manyNames(int count) {
        Span.Builder[] spans = new Span.Builder[count];
        for (int i = 0; i < count; i++) {
            spans[i] = Requests.span().setName("operation " + i);
        }
        return Requests.of(spans).toByteArray();
    }

    @BeforeAll
    static void start() throws Exception {
        servers = new TestServers(TestServers.Setup.DEFAULT.withRequestBytesMax(64 << 20));
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
    void overGrpc(Row row) {
        try (GrpcClient client = new GrpcClient(servers.grpc.port())) {
            check(row, client.export(row.body, "", Map.of()));
            servers.forget();
            check(row, client.export(Requests.gzip(row.body), "gzip", Map.of()));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void overHttp(Row row) {
        HttpSender client = new HttpSender(servers.http.port());
        check(row, client.post(row.body, Map.of("content-type", "application/x-protobuf")));
    }

    private static void check(Row row, Answer answer) {
        assertThat(answer.ok()).as(answer.toString()).isTrue();
        assertThat(answer.rejectedSpans()).isEqualTo(row.rejected);
        if (row.message.isEmpty()) {
            assertThat(answer.message()).isEmpty();
        } else {
            assertThat(answer.message()).contains(row.message);
        }
        Map<String, Long> counters = new TreeMap<>(servers.metrics.counts());
        counters.keySet().removeIf(name -> name.contains("default"));
        Map<String, Long> expected = new TreeMap<>();
        if (!row.counter.isEmpty()) {
            String[] parts = row.counter.split(" ", -1);
            expected.put(parts[0] + " " + parts[1], parts.length == 3 ? Long.parseLong(parts[2]) : 1L);
        }
        assertThat(counters).isEqualTo(expected);
        assertThat(servers.sink.spans()).isEqualTo(row.stored);
        eventually()
                .untilAsserted(() -> assertThat(servers.permits.bytesTaken()).isZero());
    }
}
